#!/usr/bin/env node
// A stock ticker in a document: `node stock-ticker.mjs http://127.0.0.1:8080 <document id> [API key]`.
//
// It sets a live value for each share, ten times a second, and puts a line with their chips into the document where
// there is none yet. A key with the scopes `values` and `write` is all it needs. Ctrl-C ends it; the values then turn
// grey, since each says after how many seconds it is out of date.
import { createApiClient } from '@cowrite/server/client';

const [url = 'http://127.0.0.1:8080', id, token] = process.argv.slice(2);
if (!id) {
  process.stderr.write('usage: stock-ticker.mjs <url of the service> <document id> [API key]\n');
  process.exit(2);
}
const PERIOD = Number(process.env.PERIOD ?? 100);
const ROUNDS = Number(process.env.ROUNDS ?? Number.POSITIVE_INFINITY);

const api = createApiClient(url, token ? { token } : {});
const document = api.documents[':id'];
const prices = { ACME: 100, INIT: 42.5, HOOL: 310 };

const expectOk = async (response) => {
  if (response.ok) return response;
  process.stderr.write(`${(await response.json()).detail}\n`);
  process.exit(1);
};

const shown = await (await expectOk(await document.blocks.$get({ param: { id } }))).json();
if (!JSON.stringify(shown).includes('ticker.ACME')) {
  const html = Object.keys(prices)
    .map((share) => `<p>${share} <span data-live-value="ticker.${share}"></span></p>`)
    .join('');
  const chart = '<figure data-sparkline="ticker.ACME"></figure>';
  await expectOk(await document.blocks.$post({ param: { id }, json: { html: html + chart } }));
}

for (let round = 0; round < ROUNDS; round++) {
  const values = {};
  for (const share of Object.keys(prices)) {
    prices[share] *= 1 + (Math.random() - 0.5) / 100;
    values[`ticker.${share}`] = { value: Math.round(prices[share] * 100) / 100, staleAfter: 5 };
  }
  await expectOk(await document.values.$put({ param: { id }, json: { values } }));
  await new Promise((resolve) => setTimeout(resolve, PERIOD));
}
