import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { DocumentStore } from '../document-store.ts';

const program = fileURLToPath(new URL('../../dist/sqlite/writer.test-child.js', import.meta.url));

/** Sets a limit on a running process; of util-linux, so on Linux only. */
export const prlimit = '/usr/bin/prlimit';

export interface WriterOptions {
  readonly dir: string;
  readonly documents?: number;
  readonly inFlight?: number;
  /** What no file of it may grow beyond, in kilobytes, until `liftLimit`. */
  readonly fileLimit?: number;
}

/** A process that appends until it is killed, and what it says. */
export class WriterProcess {
  /** By document, the highest seq that was acknowledged. */
  readonly acknowledged = new Map<string, number>();
  /** By document, the number of the update that was acknowledged with each seq. */
  readonly numbers = new Map<string, Map<number, number>>();
  readonly refused: string[] = [];
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #checks = new Set<() => void>();

  constructor({ dir, documents = 1, inFlight = 1, fileLimit }: WriterOptions) {
    const node = [process.execPath, program, dir, `${documents}`, `${inFlight}`];
    const limited = fileLimit === undefined ? [] : [prlimit, `--fsize=${fileLimit * 1024}:`];
    const [command = '', ...args] = [...limited, ...node];
    this.#child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#exited = once(this.#child, 'exit');
    if (!this.#child.stdout) throw new Error('A child without stdout.');
    createInterface(this.#child.stdout).on('line', (line) => this.#read(line));
  }

  /** Resolves when what it said makes `condition` true. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!condition()) return;
        this.#checks.delete(check);
        resolve();
      };
      this.#checks.add(check);
      void this.#exited.then(() => reject(new Error('The writer ended by itself.')));
      check();
    });
  }

  get acks(): number {
    return [...this.acknowledged.values()].reduce((sum, seq) => sum + seq, 0);
  }

  async liftLimit(): Promise<void> {
    const [code] = await once(spawn(prlimit, [`--pid=${this.#child.pid}`, '--fsize=unlimited:']), 'exit');
    expect(code).toBe(0);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #read(line: string): void {
    const [word, document = '', seq, number] = line.split(' ');
    if (word === 'ack') this.#acknowledge(document, Number(seq), Number(number));
    else if (word === 'refused') this.refused.push(line.slice('refused '.length));
    for (const check of this.#checks) check();
  }

  #acknowledge(document: string, seq: number, number: number): void {
    this.acknowledged.set(document, Math.max(seq, this.acknowledged.get(document) ?? 0));
    const numbers = this.numbers.get(document) ?? new Map<number, number>();
    this.numbers.set(document, numbers.set(seq, number));
  }
}

/**
 * Checks that all the writer was told is stored is there, that no seq is missing, and that all is in the order in which
 * it was appended. (An append may be refused and a later one of the same moment taken: large ones fail first.)
 */
export async function expectWholeAndInOrder(store: DocumentStore, writer: WriterProcess): Promise<void> {
  for (const [id, acknowledged] of writer.acknowledged) {
    const { snapshot, log } = (await store.load(id)) ?? { snapshot: null, log: [] };
    const from = snapshot?.seq ?? 0;
    expect(from + log.length, id).toBeGreaterThanOrEqual(acknowledged);
    expect(Buffer.from(snapshot?.summary ?? []).toString()).toBe(snapshot ? `${from}` : '');
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => from + 1 + index));
    const texts = log.map(({ update }) => Buffer.from(update).toString().trimEnd());
    const numbers = texts.map((text) => Number(text.slice(`${id}:`.length)));
    expect(texts).toEqual(numbers.map((number) => `${id}:${number}`));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    for (const [seq, number] of writer.numbers.get(id) ?? []) {
      if (seq > from) expect(numbers[seq - from - 1]).toBe(number);
    }
  }
}
