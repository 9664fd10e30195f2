import type { ConnectOptions } from '../client/index.ts';
import { readSetting, writeSetting } from '../ui/settings.ts';

type Transport = NonNullable<ConnectOptions['transport']>;

export const TRANSPORTS = ['auto', 'websocket', 'http'] as const satisfies Transport[];

const isTransport = (value: string | null): value is Transport => TRANSPORTS.some((each) => each === value);

/** How this page connects: as its address says (`?transport=http`), as was chosen, else by what works. */
export const transportHere = (): Transport => {
  const asked = new URLSearchParams(location.search).get('transport');
  return isTransport(asked) ? asked : chosenTransport();
};

const SETTING = 'transport';

/** What was chosen in the settings. */
export const chosenTransport = (): Transport => {
  const chosen = readSetting(SETTING);
  return isTransport(chosen) ? chosen : 'auto';
};

/** Remembers how to connect; open pages do so when they are loaded again. */
export const chooseTransport = (transport: Transport): void =>
  writeSetting(SETTING, transport === 'auto' ? null : transport);
