export type { AccessOptions, Authorization, Authorize, AuthorizeRequest } from './access/access.ts';
export type { User } from './access/grant.ts';
export type { CollabServer, CollabServerOptions } from './collab-server.ts';
export { createCollabServer } from './collab-server.ts';
