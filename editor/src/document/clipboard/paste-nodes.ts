import { $insertGeneratedNodes, type ImportMimeTypeFunction } from '@lexical/clipboard';
import { $getEditor, $getRoot, $isElementNode, type LexicalNode } from 'lexical';
import { keepMarks, type MarkedJson, threadsOf } from '../../content/index.ts';
import { isThreadOf } from '../comments/known-threads.ts';
import { $nodesOf } from './insert-content.ts';

/** How a mark begins in what was copied; where there is none, all is as usual. */
const MARK = '"comment-';

/**
 * Nodes that an editor like this one has copied. Of the marks of comments those alone are kept that are of this
 * document, and nowhere in its text: what was cut takes its comments along to where it is pasted, and a copy, here or in
 * another document, is about nothing.
 */
export const $pasteNodes: ImportMimeTypeFunction = (json, selection, next) => {
  const copied = json.includes(MARK) ? parse(json) : null;
  const editor = $getEditor();
  if (copied === null || copied.namespace !== editor._config.namespace) return next();
  const here = new Set<string>();
  $collectThreads($getRoot(), here);
  const nodes = keepMarks(copied.nodes, (threadId) => isThreadOf(editor, threadId) && !here.has(threadId));
  $insertGeneratedNodes(editor, $nodesOf(nodes as never), selection);
  return true;
};

interface Copied {
  readonly namespace: unknown;
  readonly nodes: readonly MarkedJson[];
}

const parse = (json: string): Copied | null => {
  try {
    const { namespace, nodes } = Object(JSON.parse(json)) as Record<string, unknown>;
    return Array.isArray(nodes) ? { namespace, nodes } : null;
  } catch {
    // Another hand wrote there.
    return null;
  }
};

const $collectThreads = (node: LexicalNode, threads: Set<string>): void => {
  for (const id of threadsOf(node)) threads.add(id);
  if ($isElementNode(node)) for (const child of node.getChildren()) $collectThreads(child, threads);
};
