import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './paths.ts';

/** Pinned, so that figures can be compared between runs. */
export const PEER_PACKAGES = {
  hocuspocus: {
    '@hocuspocus/server': '4.7.0',
    '@hocuspocus/extension-sqlite': '4.7.0',
    'y-protocols': '1.0.7',
    yjs: '13.6.33',
  },
  /** As one of several nodes. */
  'hocuspocus-nodes': {
    '@hocuspocus/server': '4.7.0',
    '@hocuspocus/extension-redis': '4.7.0',
    '@hocuspocus/extension-database': '4.7.0',
    pg: '8.23.1',
    'y-protocols': '1.0.7',
    yjs: '13.6.33',
  },
  // y-leveldb 0.1.5 wants Yjs 14.
  'y-websocket': { '@y/websocket-server': '0.1.1', 'y-leveldb': '0.1.2', yjs: '13.6.33' },
} as const;

type PeerName = keyof typeof PEER_PACKAGES;

export const peerDir = (peer: PeerName): string => join(CACHE, 'peers', peer);

/** Installs a peer from npm unless it is there in these versions; throws where npm fails. */
export const installPeer = (peer: PeerName): void => {
  const dir = peerDir(peer);
  const packages = Object.entries(PEER_PACKAGES[peer]).map(([name, version]) => `${name}@${version}`);
  const stamp = join(dir, `installed ${packages.join(' ').replaceAll('/', '_')}`);
  if (existsSync(stamp)) return;
  mkdirSync(dir, { recursive: true });
  const manifest = { private: true, type: 'module', allowScripts: { 'better-sqlite3': true, leveldown: true } };
  writeFileSync(join(dir, 'package.json'), JSON.stringify(manifest));
  console.error(`installing ${packages.join(' ')}`);
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--save-exact', ...packages], {
    cwd: dir,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`npm could not install ${packages.join(' ')}`);
  writeFileSync(stamp, '');
};

export const installPeers = (names: readonly string[]): void => {
  for (const peer of Object.keys(PEER_PACKAGES) as PeerName[]) if (names.includes(peer)) installPeer(peer);
};
