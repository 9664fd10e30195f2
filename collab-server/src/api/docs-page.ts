import { html, raw } from 'hono/html';

/* A page that says what `/api/openapi.json` does, for people: without scripts, so that nothing has to be let run. */

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content & { readonly description?: string }>>;
}

/** As much of OpenAPI 3.1 as this service's own description has. */
export interface Specification {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly tags?: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

type Markup = ReturnType<typeof html>;

interface Call {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const callsOf = ({ paths }: Specification): Call[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method];
      const id = `${method}-${path}`.replace(/[^a-z0-9]+/gi, '-').replace(/-$/, '');
      return operation ? [{ id, method: method.toUpperCase(), path, operation }] : [];
    }),
  );

/** Words with `code` in them. */
const words = (text: string): (Markup | string)[] =>
  text.split('`').map((each, index) => (index % 2 === 1 ? html`<code>${each}</code>` : each));

/** The same, with lines apart where there are empty ones. */
const prose = (text: string): Markup[] => text.split(/\n\s*\n/).map((part) => html`<p>${words(part)}</p>`);

const nameOf = (ref: string): string => ref.split('/').at(-1) ?? ref;

/** A type in a few words. */
const typeOf = (schema: Schema | undefined): Markup | string => {
  if (schema === undefined) return 'anything';
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref);
    return html`<a href="#type-${name}">${name}</a>`;
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(' | ');
  const options = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (options) return html`${options.map((each, index) => html`${index > 0 ? ' | ' : ''}${typeOf(each)}`)}`;
  if (schema.prefixItems) {
    return html`[${schema.prefixItems.map((each, index) => html`${index > 0 ? ', ' : ''}${typeOf(each)}`)}]`;
  }
  if (schema.type === 'array') return html`list of ${typeOf(schema.items)}`;
  if (schema.type === 'object' && !schema.properties && typeof schema.additionalProperties === 'object') {
    return html`by name, ${typeOf(schema.additionalProperties)}`;
  }
  const type = [schema.type ?? 'anything'].flat().join(' | ');
  return schema.format && schema.type === 'string' ? schema.format : type;
};

const DEEPEST = 4;

const fields = (schema: Schema, depth = 0): Markup | '' => {
  const inner = schema.type === 'array' ? schema.items : schema;
  const choices = inner?.anyOf ?? inner?.oneOf;
  if (choices?.some(({ properties }) => properties)) return html`${choices.map((each) => fields(each, depth + 1))}`;
  if (!inner?.properties || depth > DEEPEST) return '';
  return html`<ul class="fields">
    ${Object.entries(inner.properties).map(
      ([name, property]) => html`<li>
        <code>${name}${inner.required?.includes(name) ? '' : '?'}</code> <span class="type">${typeOf(property)}</span>
        ${property.description ? html`<span class="about">${words(property.description)}</span>` : ''}
        ${fields(property, depth + 1)}
      </li>`,
    )}
  </ul>`;
};

const bodies = ({ content = {} }: Content): Markup[] =>
  Object.entries(content).map(
    ([type, { schema }]) => html`<div class="body">
      <span class="media">${type}</span> <span class="type">${typeOf(schema)}</span>${schema ? fields(schema) : ''}
    </div>`,
  );

const callMarkup = ({ id, method, path, operation }: Call): Markup => {
  const { summary = '', description, parameters = [], requestBody, responses = {} } = operation;
  const answers = Object.entries(responses).filter(([status]) => Number(status) < 400);
  const problems = Object.entries(responses).filter(([status]) => Number(status) >= 400);
  return html`<details class="call" id="${id}">
    <summary>
      <span class="method ${method.toLowerCase()}">${method}</span> <code class="path">${path}</code>
      <span class="does">${summary}</span>
    </summary>
    ${description ? prose(description) : ''}
    ${
      parameters.length > 0
        ? html`<h4>Takes</h4>
            <ul class="fields">
              ${parameters.map(
                (each) => html`<li>
                  <code>${each.name}${each.required ? '' : '?'}</code> <span class="media">${each.in}</span>
                  <span class="type">${typeOf(each.schema)}</span>
                  <span class="about">${words(each.description ?? each.schema?.description ?? '')}</span>
                </li>`,
              )}
            </ul>`
        : ''
    }
    ${requestBody ? html`<h4>Body</h4>${bodies(requestBody)}` : ''}
    <h4>Answers</h4>
    ${answers.map(([status, answer]) => html`<p><b>${status}</b> ${answer.description ?? ''}</p>${bodies(answer)}`)}
    ${
      problems.length > 0
        ? html`<p class="problems">
            Refused with ${problems.map(([status, { description: is }], index) => html`${index > 0 ? ', ' : ''}<b>${status}</b> ${is ?? ''}`)}:
            <a href="#type-Problem">Problem</a>
          </p>`
        : ''
    }
  </details>`;
};

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#ddd, #393b40); --faint: light-dark(#666, #9a9ca3);
  --card: light-dark(#fff, #1c1d21); --accent: light-dark(#4a4ad4, #a5a5ff); font: 15px/1.55 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 6rem; background: light-dark(#fafafa, #141518);
  color: light-dark(#1d1d20, #e6e6ea); }
a { color: var(--accent); }
h1 { margin: 0; } h2 { margin: 2.2rem 0 0.6rem; } h4 { margin: 1rem 0 0.3rem; }
nav { display: flex; flex-wrap: wrap; gap: 0.3rem 1rem; margin: 1rem 0; }
code, .path { font: 0.92em ui-monospace, monospace; overflow-wrap: anywhere; }
.call { margin: 0.4rem 0; padding: 0.1rem 0.9rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.call:target { border-color: var(--accent); }
summary { display: flex; flex-wrap: wrap; gap: 0.2rem 0.7rem; align-items: baseline; padding: 0.45rem 0; cursor: pointer; }
.method { min-width: 4em; font: 700 0.8em ui-monospace, monospace; color: light-dark(#17653c, #7fd4a3); }
.method.delete { color: light-dark(#a3232b, #ff9c9c); } .method.post { color: light-dark(#1d4fa8, #9cc2ff); }
.method.put, .method.patch { color: light-dark(#7a4b00, #f0c06a); }
.does, .media, .about, .problems { color: var(--faint); }
.type { color: light-dark(#8a2c6b, #e7a3d3); font: 0.88em ui-monospace, monospace; overflow-wrap: anywhere; }
.about { display: block; } .media { font-size: 0.88em; }
.fields { margin: 0.2rem 0 0.6rem; padding-inline-start: 1.1rem; } .fields li { margin: 0.2rem 0; }
`;

/** The page. */
export const docsPage = (specification: Specification): Markup => {
  const { info, tags = [], components } = specification;
  const calls = callsOf(specification).sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  const subjects = tags
    .map(({ name }) => ({ name, calls: calls.filter(({ operation }) => operation.tags?.includes(name)) }))
    .filter(({ calls: some }) => some.length > 0);
  const types = Object.entries(components?.schemas ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${info.title} API</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>${info.title} API</h1>
          ${prose(info.description ?? '')}
          <p><a href="openapi.json">openapi.json</a> (OpenAPI 3.1), for programs</p>
        </header>
        <nav aria-label="Subjects">
          ${subjects.map(({ name }) => html`<a href="#subject-${name.replace(' ', '-')}">${name}</a>`)} <a href="#types">Types</a>
        </nav>
        <main>
          ${subjects.map(
            ({ name, calls: some }) => html`<section>
              <h2 id="subject-${name.replace(' ', '-')}">${name}</h2>
              ${some.map(callMarkup)}
            </section>`,
          )}
          <section>
            <h2 id="types">Types</h2>
            ${types.map(
              ([name, schema]) => html`<details class="call" id="type-${name}" open>
                <summary><code>${name}</code> <span class="does">${words(schema.description ?? '')}</span></summary>
                ${fields(schema)}
              </details>`,
            )}
          </section>
        </main>
      </body>
    </html>`;
};
