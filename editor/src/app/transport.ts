import type { ConnectOptions } from '../client/index.ts';

type Transport = NonNullable<ConnectOptions['transport']>;

const TRANSPORTS: readonly string[] = ['auto', 'http', 'websocket'] satisfies Transport[];

const isTransport = (value: string | null): value is Transport => value !== null && TRANSPORTS.includes(value);

/** How this page connects: as its address says (`?transport=http`), else by what works. */
export const transportHere = (): Transport => {
  const asked = new URLSearchParams(location.search).get('transport');
  return isTransport(asked) ? asked : 'auto';
};
