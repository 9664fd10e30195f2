import { describeStore } from '../store-contract.ts';
import { describePostgres, newPlace } from './postgres-place.test-helper.ts';
import { openPostgresStore } from './postgres-store.ts';

describePostgres('a database', () => {
  describeStore('PostgreSQL', async () => {
    const { url, schema, empty } = await newPlace();
    return { open: () => openPostgresStore({ url, schema }), remove: empty };
  });
});
