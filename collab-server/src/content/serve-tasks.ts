import { parentPort } from 'node:worker_threads';

/** Tasks that a thread runs, by name. */
export type Tasks<T> = { readonly [Name in keyof T]: (input: never) => unknown };

/** What a thread is asked, and answers: one task after the other. */
export interface TaskRequest {
  readonly id: number;
  readonly task: string;
  readonly input: unknown;
}

export type TaskReply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } };

/** Makes this thread the other side of a `ContentThreadHandle`. */
export const serveTasks = <T extends Tasks<T>>(tasks: T): void => {
  const port = parentPort;
  if (!port) throw new Error('tasks are served in a worker thread only');
  port.on('message', ({ id, task, input }: TaskRequest) => {
    let reply: TaskReply;
    try {
      const run = tasks[task as keyof T] as unknown as (input: unknown) => unknown;
      reply = { id, result: run(input) };
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      reply = { id, error: { name, message } };
    }
    port.postMessage(reply, 'result' in reply ? buffersIn(reply.result) : []);
  });
};

/** What can be handed over instead of copied: arrays that have a buffer to themselves. */
const buffersIn = (result: unknown): ArrayBuffer[] => {
  const values: unknown[] = ArrayBuffer.isView(result) ? [result] : Object.values(result as object);
  const buffers = new Set<ArrayBuffer>();
  for (const value of values) {
    if (!ArrayBuffer.isView(value) || !(value.buffer instanceof ArrayBuffer)) continue;
    if (value.byteLength === value.buffer.byteLength) buffers.add(value.buffer);
  }
  return [...buffers];
};
