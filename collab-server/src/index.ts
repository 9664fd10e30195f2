export type { AccessOptions, Authorization, Authorize, AuthorizeRequest } from './access/access.ts';
export type { User } from './access/grant.ts';
export type { CollabServer, CollabServerOptions, Hosting } from './collab-server.ts';
export { createCollabServer } from './collab-server.ts';
export type { NewBlocks } from './content/documents/document-tasks.ts';
export { type EditAuthor, TaskRefusedError } from './content/documents/server-edits.ts';
export type { OpenDocument } from './open-document.ts';
export type { EventRoles } from './sync/event-rules.ts';
export type { Listeners } from './watch.ts';
