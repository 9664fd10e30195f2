import { documentText } from '@cowrite/editor/content';
import { boardText } from '@cowrite/editor/content/board';
import * as Y from 'yjs';
import type { HydratedDocument } from './hydrated-document.ts';
import { textsOfOwnNodes } from './own-nodes.ts';

/** What is read of a type: its items in their order, and those under its keys. */
type Root = Pick<Y.Doc extends { share: Map<string, infer Type> } ? Type : never, '_start' | '_map'>;

/** What a document says, a line a block, whatever its kind. */
export const textOf = ({ doc, kind }: HydratedDocument): string => {
  if (kind === 'document') return documentText(doc, textsOfOwnNodes);
  if (kind === 'board') return boardText(doc);
  return [...doc.share.values()].map(textIn).join('\n');
};

/** All text of a type that nobody here knows the meaning of: in its order, the types in it on lines of their own. */
const textIn = ({ _start, _map }: Root): string => {
  let text = '';
  // With a stack of its own: types may lie in each other deeper than calls can.
  const ways: (Y.Item | null)[] = [_start, ...[..._map.values()].reverse()];
  while (ways.length > 0) {
    let item = ways.pop() ?? null;
    for (; item !== null; item = item.parentSub === null ? item.right : null) {
      if (item.deleted) continue;
      const { content } = item;
      if (content instanceof Y.ContentString) text += content.str;
      else if (content instanceof Y.ContentAny) {
        text += content.arr
          .filter((value) => typeof value === 'string')
          .map((value) => `\n${value}`)
          .join('');
      } else if (content instanceof Y.ContentType) {
        text += '\n';
        ways.push(item.parentSub === null ? item.right : null, ...content.type._map.values(), content.type._start);
        break;
      }
    }
  }
  return text;
};
