// What Lexical's own playground does for writing together: its React plugin over its first Yjs binding (V1) and an
// unmodified y-websocket provider, with nothing else on the page. `?document=` names it, `?blocks=` writes it first.
import { LexicalCollaboration } from '@lexical/react/LexicalCollaborationContext';
import { CollaborationPlugin } from '@lexical/react/LexicalCollaborationPlugin';
import { LexicalComposer } from '@lexical/react/LexicalComposer';
import { ContentEditable } from '@lexical/react/LexicalContentEditable';
import { LexicalErrorBoundary } from '@lexical/react/LexicalErrorBoundary';
import { RichTextPlugin } from '@lexical/react/LexicalRichTextPlugin';
import { $createHeadingNode, HeadingNode } from '@lexical/rich-text';
import type { Provider } from '@lexical/yjs';
import { $createParagraphNode, $createTextNode, $getRoot } from 'lexical';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { corpus } from './corpus.ts';

const search = new URLSearchParams(location.search);
const blocks = Number(search.get('blocks') ?? 0);

const providerFactory = (id: string, docs: Map<string, Y.Doc>): Provider => {
  const doc = docs.get(id) ?? new Y.Doc();
  docs.set(id, doc);
  // The binding's type of a provider is narrower than the events that y-websocket's has.
  return new WebsocketProvider(`ws://${location.host}/sync`, id, doc, { connect: false }) as unknown as Provider;
};

const $write = (): void => {
  for (const { kind, text } of corpus(blocks)) {
    const block = kind === 'heading' ? $createHeadingNode('h2') : $createParagraphNode();
    $getRoot().append(block.append($createTextNode(text)));
  }
};

const page = document.createElement('div');
document.body.replaceChildren(page);
createRoot(page).render(
  createElement(
    LexicalCollaboration,
    null,
    createElement(
      LexicalComposer,
      {
        initialConfig: {
          namespace: 'stock',
          nodes: [HeadingNode],
          editorState: null,
          onError: (error: Error) => {
            throw error;
          },
        },
      },
      createElement(RichTextPlugin, {
        contentEditable: createElement(ContentEditable, null),
        ErrorBoundary: LexicalErrorBoundary,
      }),
      createElement(CollaborationPlugin, {
        id: search.get('document') ?? '',
        providerFactory,
        shouldBootstrap: blocks > 0,
        initialEditorState: $write,
        username: 'Stock',
      }),
    ),
  ),
);
