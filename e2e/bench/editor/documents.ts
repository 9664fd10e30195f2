import { attachDocument, createHeadlessDocumentEditor } from '@cowrite/editor/content';
import { $createHeadingNode } from '@lexical/rich-text';
import { $createParagraphNode, $createTextNode, $getRoot } from 'lexical';
import type { CowriteServer } from '../../harness/server.ts';
import { WireClient } from '../../harness/wire-client.ts';
import { corpus } from './corpus.ts';

/** Makes a document of so many blocks on the server, and resolves with its id once all of it is saved. */
export const createLargeDocument = async (server: CowriteServer, blocks: number): Promise<string> => {
  const response = await fetch(`${server.url}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ title: `${blocks} blocks` }),
  });
  const { id } = (await response.json()) as { id: string };
  const client = await WireClient.join(server.syncUrl(id));
  const editor = createHeadlessDocumentEditor();
  const attachment = attachDocument(editor, client.doc);
  editor.update(
    () => {
      const root = $getRoot().clear();
      for (const { kind, text } of corpus(blocks)) {
        const block = kind === 'heading' ? $createHeadingNode('h2') : $createParagraphNode();
        root.append(block.append($createTextNode(text)));
      }
    },
    { discrete: true },
  );
  attachment.detach();
  await client.saved();
  await client.close();
  return id;
};
