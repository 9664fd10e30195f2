import { type ChildProcess, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

/** A server that tests talk to, running on loopback. */
export interface RunningService {
  readonly url: string;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Whatever happens to the tests, it doesn't outlive them. */
export const endWithTests = (child: ChildProcess): void => {
  running.add(child);
  child.once('exit', () => running.delete(child));
};

/** A port of loopback that nobody has just now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

/** Whom a server runs as that refuses to be root; null where nobody else is needed. */
export const unprivileged = (user: string): UserIds | null => {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, user], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) throw new Error(`there is no user ${user} to run as`);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
};
