import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fromHtml, toPlainText } from '@cowrite/editor/content/formats';
import { type DocumentList, type DocumentSummary, YJS_TYPE } from '@cowrite/editor/protocol';
import { expectDocuments } from './data-folder.ts';
import { openService, type Service, type Where } from './service.ts';
import { CommandError, fail, ProgressLine, say, unlessRefused } from './terminal.ts';

/** What documents are written as: the media type that is asked for, and how its files end. */
export const FORMATS = {
  markdown: { type: 'text/markdown', extension: '.md' },
  html: { type: 'text/html', extension: '.html' },
  text: { type: 'text/plain', extension: '.txt' },
  yjs: { type: YJS_TYPE, extension: '.yjs' },
  json: { type: 'application/json', extension: '.json' },
} as const;

type Format = keyof typeof FORMATS;

/** What JSON has of the content of each kind. */
const IN_JSON: Readonly<Record<string, string>> = { document: 'blocks', board: 'elements' };

const READ_AS: Readonly<Record<string, 'markdown' | 'html'>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.txt': 'markdown',
  '.html': 'html',
  '.htm': 'html',
};

/** Files become documents, each with its name, or its first heading, for a title. */
export const importFiles = async (files: readonly string[], where: Where): Promise<void> => {
  const service = await openService(where).catch(unlessRefused);
  const line = new ProgressLine();
  let failed = 0;
  for (const [index, file] of files.entries()) {
    line.show('files', index + 1, files.length);
    try {
      const { id } = await importFile(service, file);
      line.end();
      say(`${id}\t${file}`);
    } catch (error) {
      line.end();
      failed++;
      process.stderr.write(`${file}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  await service.close();
  if (failed > 0) fail(`${failed} of ${files.length} files were not imported`);
};

const importFile = async (service: Service, file: string): Promise<DocumentSummary> => {
  const form = READ_AS[extname(file).toLowerCase()];
  if (!form) throw new CommandError(`it isn't one of ${Object.keys(READ_AS).join(', ')}`);
  const text = utf8Of(await bytesOf(file));
  const heading = form === 'markdown' ? markdownHeading(text) : htmlHeading(text);
  const title = (heading?.title || basename(file, extname(file))).slice(0, 200);
  const content = heading?.title ? heading.rest : text;
  const body = JSON.stringify({ title, [form]: content });
  const headers = { 'content-type': 'application/json' };
  return (await (await service.call('/api/documents', { method: 'POST', headers, body })).json()) as DocumentSummary;
};

interface Heading {
  readonly title: string;
  /** The text without it. */
  readonly rest: string;
}

const markdownHeading = (text: string): Heading | null => {
  const found = /^#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\r?\n|$)/.exec(text);
  return found && { title: found[1] ?? '', rest: text.slice(found[0].length) };
};

/** What shows nothing: the page's head, comments, and the tags around its content. */
const UNSEEN =
  /<!--[\s\S]*?-->|<(head|style|script)\b[\s\S]*?<\/\1\s*>|<title\b[\s\S]*?<\/title\s*>|<(?!img\b|svg\b|hr\b|video\b)[^>]*>/gi;

const htmlHeading = (page: string): Heading | null => {
  const found = /<h1\b[^>]*>[\s\S]*?<\/h1\s*>/i.exec(page);
  if (found === null || page.slice(0, found.index).replace(UNSEEN, '').trim() !== '') return null;
  const title = toPlainText(fromHtml(found[0]).blocks).replace(/\s+/g, ' ').trim();
  return { title, rest: page.slice(0, found.index) + page.slice(found.index + found[0].length) };
};

const bytesOf = (file: string): Promise<Uint8Array> =>
  readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new CommandError('there is no such file');
    if (error.code === 'EISDIR') throw new CommandError('it is a folder: name the files in it');
    throw error;
  });

const utf8Of = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CommandError('it isn’t text in UTF-8');
  }
};

interface ExportOptions extends Where {
  readonly format: Format;
  readonly out: string;
}

/** Writes documents as files, all of them unless some are named. */
export const exportDocuments = async (ids: readonly string[], options: ExportOptions): Promise<void> => {
  const service = await openToRead(options).catch(unlessRefused);
  const line = new ProgressLine();
  try {
    const documents = ids.length > 0 ? await found(service, ids) : await all(service);
    await mkdir(options.out, { recursive: true });
    let written = 0;
    for (const [index, document] of documents.entries()) {
      line.show('documents', index + 1, documents.length);
      // A board, or what another editor wrote, has no text of ours.
      if (document.kind !== 'document' && options.format !== 'yjs' && options.format !== 'json') continue;
      const { extension } = FORMATS[options.format];
      await writeFile(
        join(options.out, `${fileName(document)}${extension}`),
        await contentOf(service, document, options.format),
      );
      written++;
    }
    line.end();
    const left = documents.length - written;
    say(`${counted(written)} written into ${options.out}`);
    if (left > 0) say(`${counted(left)} without text left out: export with --format json or yjs`);
  } catch (error) {
    line.end();
    unlessRefused(error);
  } finally {
    await service.close();
  }
};

/** Makes no folder where there is none. */
const openToRead = async (where: Where): Promise<Service> => {
  if (where.url === undefined && !where.database) expectDocuments(where.data);
  return await openService(where);
};

const contentOf = async (service: Service, document: DocumentSummary, format: Format): Promise<string | Uint8Array> => {
  const path = `/api/documents/${document.id}`;
  if (format === 'json') {
    const part = IN_JSON[document.kind];
    const content = part ? await (await service.call(`${path}/${part}`)).json() : {};
    return JSON.stringify({ ...document, ...(content as object) }, null, 2);
  }
  const response = await service.call(path, { headers: { accept: FORMATS[format].type } });
  return new Uint8Array(await response.arrayBuffer());
};

const counted = (count: number): string => `${count} document${count === 1 ? '' : 's'}`;

const found = async (service: Service, ids: readonly string[]): Promise<DocumentSummary[]> =>
  await Promise.all(
    ids.map(async (id) => {
      const answer = await service.call(`/api/documents/${encodeURIComponent(id)}`).catch((error: unknown) => {
        throw error instanceof CommandError ? new CommandError(`${id}: ${error.message}`) : error;
      });
      return (await answer.json()) as DocumentSummary;
    }),
  );

const all = async (service: Service): Promise<DocumentSummary[]> => {
  const documents: DocumentSummary[] = [];
  for (let cursor = ''; ; ) {
    const page = (await (await service.call(`/api/documents?limit=200${cursor}`)).json()) as DocumentList;
    documents.push(...page.documents);
    if (page.next === null) return documents;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
};

/** Of what any system takes for a name; the id tells those of one title apart. */
const fileName = ({ id, title }: DocumentSummary): string => {
  const safe = title
    .replace(/[\p{Cc}<>:"/\\|?*.]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return safe === '' ? id : `${safe.slice(0, 80)} (${id})`;
};
