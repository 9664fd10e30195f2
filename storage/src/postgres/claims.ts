import type { ClientClaim } from '../document-store.ts';
import type { Queries } from './database.ts';

/** As `claimClients` of the store; rows in one order, so that two processes never wait for each other. */
export async function claimClients(queries: Queries, claims: readonly ClientClaim[]): Promise<void> {
  await queries.run(
    `insert into client (document, id, "user")
     select distinct on (document.key, claim.client) document.key, claim.client, claim.author
     from unnest($1::text[], $2::bigint[], $3::text[]) with ordinality as claim (document, client, author, place)
     join document on document.id = claim.document
     order by document.key, claim.client, place
     on conflict (document, id) do update set "user" = excluded."user" where client."user" is null`,
    [claims.map(({ documentId }) => documentId), claims.map(({ client }) => client), claims.map(({ user }) => user)],
  );
}
