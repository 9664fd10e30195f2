// A small app that knows its users, and mints the tokens they come in with. Start the service with the same secret:
//   COWRITE_SECRET=… npm start -- --origin http://127.0.0.1:3000
import { readFile } from 'node:fs/promises';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { SignJWT } from 'jose';

const { COWRITE_SECRET: secret = '', COWRITE_URL: service = 'http://127.0.0.1:8080', PORT = '3000' } = process.env;
const key = new TextEncoder().encode(secret);

/** Yours come from your database, and sign in with more than a click. */
const USERS = {
  ann: { name: 'Ann', color: '#7c3aed', role: 'editor' },
  bob: { name: 'Bob', color: '#0e7490', role: 'commenter' },
  eve: { name: 'Eve', color: '#b45309', role: 'viewer' },
};

const app = new Hono();

app.post('/sign-in/:user', (context) => {
  setCookie(context, 'user', context.req.param('user'), { httpOnly: true, sameSite: 'Strict' });
  return context.body(null, 204);
});

/** A token for whoever is signed in here: for one document, for ten minutes. The page asks again before it ends. */
app.get('/token', async (context) => {
  const id = getCookie(context, 'user') ?? '';
  const user = Object.hasOwn(USERS, id) ? USERS[id] : null;
  if (!user) return context.text('Sign in first.', 401);
  const token = await new SignJWT({ name: user.name, color: user.color, doc: 'handbook', role: user.role })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(id)
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(key);
  return context.text(token);
});

app.get('/', async (context) => {
  const page = await readFile(new URL('page.html', import.meta.url), 'utf8');
  return context.html(page.replaceAll('http://127.0.0.1:8080', service));
});
for (const [file, type] of [
  ['page.js', 'text/javascript'],
  ['page.css', 'text/css'],
]) {
  app.get(`/${file}`, async (context) =>
    context.body(await readFile(new URL(file, import.meta.url), 'utf8'), 200, { 'content-type': type }),
  );
}

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) }, ({ port }) => {
  process.stdout.write(`listening on http://127.0.0.1:${port}\n`);
});
