import { nanoid } from 'nanoid';
import { createCollabServer } from '../collab-server.ts';
import { openStores, type StoragePlace } from './stores.ts';
import { CommandError } from './terminal.ts';

/** Where a command finds the API: at a service that runs, or at one of its own over a folder. */
export interface Service {
  call(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

export interface Where extends StoragePlace {
  /** Address of a running service; COWRITE_API_KEY, or COWRITE_ADMIN_KEY, opens it. */
  readonly url?: string;
  /** Module with one's own nodes, for a service of one's own. */
  readonly nodes?: string;
}

export const openService = async ({ url, nodes, ...place }: Where): Promise<Service> => {
  const { COWRITE_API_KEY, COWRITE_ADMIN_KEY } = process.env;
  if (url !== undefined) return serviceAt(url.replace(/\/$/, ''), COWRITE_API_KEY ?? COWRITE_ADMIN_KEY);
  const stores = await openStores(place);
  // Others on this machine may see the port, and can do nothing there.
  const adminKey = nanoid(40);
  const server = createCollabServer({
    store: stores.store,
    assets: stores.assets,
    access: { secret: nanoid(40), adminKey },
    nodes: nodes || null,
  });
  const { port } = await server.listen({ port: 0, host: '127.0.0.1' }).catch(async (error: unknown) => {
    await server.close();
    await stores.close();
    throw error;
  });
  const service = serviceAt(`http://127.0.0.1:${port}`, adminKey);
  return {
    call: service.call,
    close: async () => {
      await server.close();
      await stores.close();
    },
  };
};

const serviceAt = (url: string, key: string | undefined): Service => ({
  call: async (path, init = {}) => {
    const headers = new Headers(init.headers);
    if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
    for (;;) {
      const response = await fetch(url + path, { ...init, headers }).catch((error: Error) => {
        throw new CommandError(`${url} can't be reached (${error.message}): is the service running?`);
      });
      if (response.status !== 429) return await expectOk(response);
      await new Promise((resolve) => setTimeout(resolve, 1000 * Number(response.headers.get('retry-after') ?? 1)));
    }
  },
  close: async () => {},
});

const expectOk = async (response: Response): Promise<Response> => {
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  const words = problem.detail ?? `the service answered with ${response.status}`;
  throw new CommandError(
    response.status === 401 ? `${words} COWRITE_API_KEY or COWRITE_ADMIN_KEY has to hold one.` : words,
  );
};
