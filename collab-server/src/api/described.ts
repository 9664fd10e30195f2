import { STATUS_CODES } from 'node:http';
import { type DescribeRouteOptions, describeRoute, resolver } from 'hono-openapi';
import { z } from 'zod';

/** What the calls are about, in the order in which they are listed. */
export const SUBJECTS = [
  'Documents',
  'Blocks',
  'Boards',
  'Versions',
  'Comments',
  'Files',
  'Live values',
  'Events',
  'Library',
  'Sharing',
  'Keys',
  'Service',
] as const;
export type Subject = (typeof SUBJECTS)[number];

interface Answer {
  /** What it is, where the status doesn't say. */
  readonly is?: string;
  /** Of JSON; without one it is text, bytes or nothing. */
  readonly schema?: z.ZodType;
  readonly types?: readonly string[];
}

interface Description {
  readonly subject: Subject;
  /** What the call does, in a line. */
  readonly does: string;
  readonly more?: string;
  readonly answers: Readonly<Record<number, Answer>>;
  /** The statuses of its own problems. */
  readonly problems?: readonly number[];
  readonly headers?: readonly ('idempotency-key' | 'if-match' | 'if-none-match')[];
  /** The media type of a body that isn't JSON. */
  readonly body?: string;
}

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string().meta({ description: 'A sentence that says what to do.' }),
  })
  .meta({ id: 'Problem' });

const HEADERS = {
  'idempotency-key':
    'Yours to choose, up to 200 characters. The same call under the same key is done once, for 24 hours.',
  'if-match': 'An ETag. The change is made only while the document is what you read: it merges with nothing, else 412.',
  'if-none-match': 'An ETag. 304 while the document is what you have.',
} as const;

/** Says at `/api/openapi.json` what a call does. */
export const described = ({ subject, does, more, answers, problems = [], headers = [], body }: Description) => {
  const responses: NonNullable<DescribeRouteOptions['responses']> = {};
  for (const [status, { is, schema, types = [] }] of Object.entries(answers)) {
    const content = Object.fromEntries([
      ...types.map((type) => [type, { schema: { type: 'string' as const } }]),
      ...(schema ? [['application/json', { schema: resolver(schema) }]] : []),
    ]);
    const description = is ?? STATUS_CODES[status] ?? '';
    responses[status] = Object.keys(content).length > 0 ? { description, content } : { description };
  }
  for (const status of [...problems].sort()) {
    responses[status] = {
      description: STATUS_CODES[status] ?? 'Error',
      content: { 'application/problem+json': { schema: resolver(problemSchema) } },
    };
  }
  return describeRoute({
    tags: [subject],
    summary: does,
    ...(more === undefined ? {} : { description: more }),
    responses,
    ...(headers.length === 0
      ? {}
      : {
          parameters: headers.map((name) => ({
            name,
            in: 'header' as const,
            description: HEADERS[name],
            schema: { type: 'string' as const },
          })),
        }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { [body]: { schema: { type: 'string', format: 'binary' } } } } }),
  });
};
