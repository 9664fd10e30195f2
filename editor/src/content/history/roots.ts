import * as Y from 'yjs';

/** Yjs doesn't store of what type a root is: whoever opens it says so. */
type RootType = typeof Y.Array | typeof Y.Map | typeof Y.Text | typeof Y.XmlElement | typeof Y.XmlFragment;

/** Names of what lies at the root of a document. */
export function rootsOf(doc: Y.Doc): string[] {
  return [...doc.share.keys()];
}

/** The type of a root, as somebody has opened it, or as what is in it tells. */
export function rootTypeOf(name: string, ...docs: readonly Y.Doc[]): RootType {
  const types = docs.flatMap((doc) => doc.share.get(name) ?? []);
  const opened = types.find((type) => type.constructor !== Y.AbstractType);
  if (opened) return opened.constructor as RootType;
  const contents = types.flatMap(contentsOf);
  if (contents.some((content) => isOfText(content))) return Y.Text;
  const hasEntries = types.some(({ _map }) => _map.size > 0);
  if (contents.some((content) => content instanceof Y.ContentType && isXml(content.type))) {
    return hasEntries ? Y.XmlElement : Y.XmlFragment;
  }
  return hasEntries ? Y.Map : Y.Array;
}

function contentsOf(type: Pick<Y.AbstractType<unknown>, '_start'>): Y.Item['content'][] {
  const contents: Y.Item['content'][] = [];
  for (let item = type._start; item; item = item.right) if (!item.deleted) contents.push(item.content);
  return contents;
}

function isOfText(content: Y.Item['content']): boolean {
  return content instanceof Y.ContentString || content instanceof Y.ContentFormat || content instanceof Y.ContentEmbed;
}

function isXml(type: unknown): boolean {
  return type instanceof Y.XmlFragment || type instanceof Y.XmlText || type instanceof Y.XmlHook;
}
