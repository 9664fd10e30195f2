// The service with a store of `synchronous` FULL or NORMAL: the latter exists to be seen losing data in a power cut.
import { createCollabServer } from '@cowrite/server';
import { openSqliteStore } from '@cowrite/storage';

const [dir = '', synchronous] = process.argv.slice(2);
const store = await openSqliteStore({ dir, synchronous: synchronous === 'NORMAL' ? 'NORMAL' : 'FULL' });
const server = createCollabServer({ store });
const { port } = await server.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`port ${port}\n`);
