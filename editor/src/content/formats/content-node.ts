/**
 * A node as its JSON, full or compact (only what isn't default). The formats work on it alone, so they need no editor,
 * and run in a worker thread and on the server alike.
 */
export interface ContentNode {
  readonly type: string;
  readonly children?: readonly ContentNode[];
  readonly [field: string]: unknown;
}

export function childrenOf(node: ContentNode): readonly ContentNode[] {
  return Array.isArray(node.children) ? node.children : [];
}

/** A field that holds text; empty where it isn't there. */
export function textField(node: ContentNode, name: string): string {
  const value = node[name];
  return typeof value === 'string' ? value : '';
}

export function numberField(node: ContentNode, name: string): number {
  const value = node[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** The states of a node that aren't fields of their own. */
export function statesOf(node: ContentNode): Readonly<Record<string, unknown>> {
  const states = node.$;
  return typeof states === 'object' && states !== null ? (states as Record<string, unknown>) : {};
}

export function stateText(node: ContentNode, name: string): string {
  const value = statesOf(node)[name];
  return typeof value === 'string' ? value : '';
}

export function stateNumber(node: ContentNode, name: string): number {
  const value = statesOf(node)[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** A node whose states are those that say something. */
export function withStates(type: string, states: Readonly<Record<string, unknown>>): ContentNode {
  const said = Object.entries(states).filter(([, value]) => value !== undefined && value !== '' && value !== 0);
  return said.length === 0 ? { type } : { type, $: Object.fromEntries(said) };
}

/** All words below a node; a line break is a newline. */
export function plainText(node: ContentNode): string {
  if (node.type === 'linebreak') return '\n';
  if (typeof node.text === 'string') return node.text;
  return childrenOf(node).map(plainText).join('');
}
