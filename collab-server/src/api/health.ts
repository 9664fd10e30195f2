import type { DocumentStore } from '@cowrite/storage';
import { Hono } from 'hono';
import type { Metrics } from '../metrics.ts';
import { problemResponse } from './problem.ts';

/** For whoever watches the service: alive, ready to take writes, and in figures. */
export const healthRoutes = ({ store, metrics }: { store: DocumentStore; metrics: Metrics }) =>
  new Hono()
    .get('/health', (context) => context.json({ status: 'ok' }))
    .get('/ready', (context) =>
      store.failure
        ? problemResponse(503, `Nothing can be saved: ${store.failure.message}`)
        : context.json({ status: 'ready' }),
    )
    .get(
      '/metrics',
      async () => new Response(await metrics.text(), { headers: { 'content-type': metrics.contentType } }),
    );
