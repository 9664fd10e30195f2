import { workerData } from 'node:worker_threads';
import { NO_OWN_NODES, type OwnNodes, ownTexts, readOwnNodes } from '@cowrite/editor/content';

/** What a thread that works on documents is started with. */
export interface DocumentThreadData {
  /** Address of the module with an embedder's own nodes; null for none. */
  readonly ownNodes: string | null;
}

const load = async (): Promise<OwnNodes> => {
  const { ownNodes: address } = Object(workerData) as Partial<DocumentThreadData>;
  if (!address) return NO_OWN_NODES;
  try {
    return readOwnNodes(await import(address));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the nodes of ${address} can't be used: ${reason}`, { cause: error });
  }
};

/** What documents may hold beside our nodes. A thread whose module is no good dies of it, and says why. */
export const ownNodes = await load();

export const textsOfOwnNodes = ownTexts(ownNodes);
