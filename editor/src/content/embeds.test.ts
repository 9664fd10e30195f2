import { describe, expect, test } from 'vitest';
import { EMBED_ORIGINS, embedOf } from './embeds.ts';

test.each([
  ['https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1m5s', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=65'],
  ['https://youtu.be/dQw4w9WgXcQ?si=abc', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
  ['https://youtube.com/shorts/dQw4w9WgXcQ', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
  ['https://vimeo.com/76979871', 'https://player.vimeo.com/video/76979871?dnt=1'],
  ['https://vimeo.com/76979871/0a1b2c3d', 'https://player.vimeo.com/video/76979871?dnt=1&h=0a1b2c3d'],
  [
    'https://www.figma.com/design/AbCdEf0123456789/Our-page?node-id=1-2',
    'https://embed.figma.com/design/AbCdEf0123456789?embed-host=cowrite&node-id=1-2',
  ],
  ['https://codepen.io/ann/pen/QWabcd', 'https://codepen.io/ann/embed/QWabcd?default-tab=result'],
  [
    'https://www.loom.com/share/0123456789abcdef0123456789abcdef',
    'https://www.loom.com/embed/0123456789abcdef0123456789abcdef',
  ],
  [
    'https://docs.google.com/document/d/1aB_cD-eF0123456789/edit#heading=h.1',
    'https://docs.google.com/document/d/1aB_cD-eF0123456789/preview',
  ],
  [
    'https://docs.google.com/presentation/d/1aB_cD-eF0123456789/edit',
    'https://docs.google.com/presentation/d/1aB_cD-eF0123456789/embed',
  ],
  [
    'https://www.google.com/maps/place/Eiffel+Tower/@48.8583,2.2922,17z/data=x',
    'https://www.google.com/maps?output=embed&q=Eiffel%20Tower&z=17',
  ],
  [
    'https://open.spotify.com/intl-de/track/4uLU6hMCjMI75M1A2tKUQC?si=1',
    'https://open.spotify.com/embed/track/4uLU6hMCjMI75M1A2tKUQC',
  ],
  [
    'https://www.bilibili.com/video/BV1xx411c7mD/',
    'https://player.bilibili.com/player.html?bvid=BV1xx411c7mD&autoplay=0',
  ],
])('%s is shown by %s', (page, source) => {
  expect(embedOf(page)?.source).toBe(source);
});

describe('what isn’t on the list is no frame:', () => {
  test.each([
    'https://example.org/embed/1',
    'https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ',
    'https://evil.example/?https://youtu.be/dQw4w9WgXcQ',
    'https://youtube.com@evil.example/watch?v=dQw4w9WgXcQ',
    'https://www.youtube.com/watch?v="><script>alert(1)</script>',
    'https://www.youtube.com/feed/subscriptions',
    'https://www.google.com/search?q=maps',
    'https://accounts.google.com/maps',
    'javascript:alert(1)//youtu.be/dQw4w9WgXcQ',
    'data:text/html,https://youtu.be/dQw4w9WgXcQ',
    'not an address',
    '',
  ])('%s', (page) => {
    expect(embedOf(page)).toBeNull();
  });
});

test('every frame comes from an origin that the page’s policy names', () => {
  for (const origin of EMBED_ORIGINS) expect(new URL(origin).origin).toBe(origin);
});
