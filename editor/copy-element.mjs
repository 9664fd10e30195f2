import { cp } from 'node:fs/promises';

// The service hands the elements out itself: a page needs one script tag, and no package.
await cp(new URL('dist/element', import.meta.url), new URL('../collab-server/app/element', import.meta.url), {
  recursive: true,
});
