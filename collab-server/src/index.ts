export type { CollabServer, CollabServerOptions } from './collab-server.ts';
export { createCollabServer } from './collab-server.ts';
