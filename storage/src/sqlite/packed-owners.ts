import type { ClientOwner, ClientOwners } from '../document-store.ts';

/** Whose clientIDs are, on their way out of the thread: an object for each would cost the main thread more than reading it. */
export interface PackedOwners {
  readonly clients: Float64Array;
  /** Index into `owners`. */
  readonly indexes: Uint32Array;
  /** Each once, however many clientIDs it has. */
  readonly owners: ClientOwner[];
}

interface OwnerRow extends ClientOwner {
  readonly client: number;
}

export function packOwners(rows: readonly OwnerRow[]): PackedOwners {
  const owners: ClientOwner[] = [];
  const numbers = new Map<string, number>();
  const indexOf = ({ user, recoveredBy }: OwnerRow) => {
    const key = JSON.stringify([user, recoveredBy]);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, owners.length);
    return owners.push({ user, recoveredBy }) - 1;
  };
  return {
    clients: Float64Array.from(rows, ({ client }) => client),
    indexes: Uint32Array.from(rows, indexOf),
    owners,
  };
}

export function unpackOwners({ clients, indexes, owners }: PackedOwners): ClientOwners {
  const byClient = new Map<number, ClientOwner>();
  clients.forEach((client, at) => {
    const owner = owners[indexes[at] ?? 0];
    if (owner) byClient.set(client, owner);
  });
  return byClient;
}
