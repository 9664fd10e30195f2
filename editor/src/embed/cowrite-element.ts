import type { ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import type { Connection, ConnectOptions } from '../client/index.ts';
import type { EmbeddedListeners, EmbeddedTarget, EmbeddedUser } from './embedding.ts';
import type { LookProps } from './Scope.tsx';

/** What the element of an editor or a board is drawn with. */
export type Shown = EmbeddedTarget &
  EmbeddedListeners &
  LookProps & { readonly readOnly?: boolean; readonly header?: boolean };

/** Beside this script; a page that brings its own styles along leaves it be. */
const STYLES = new URL(/* @vite-ignore */ './style.css', import.meta.url).href;

const SWITCHES = ['read-only', 'no-header', 'no-toolbar'] as const;
const TEXTS = [
  'url',
  'document-id',
  'token',
  'user-id',
  'user-name',
  'user-color',
  'theme',
  'language',
  'transport',
  'label',
] as const;

/**
 * A document or a board in a shadow root. Attributes say where it is and how it looks; what a string can't hold is a
 * property. Its events don't bubble: `ready` (detail: the connection), `saved`, `status`, `role`.
 */
export abstract class CowriteElement extends HTMLElement {
  static readonly observedAttributes: readonly string[] = [...TEXTS, ...SWITCHES];
  #root: Root | null = null;
  #connection: Connection | null = null;
  #token: ConnectOptions['token'];
  #user: EmbeddedUser | undefined;
  #isDrawing = false;

  /** How high it is, unless the page says so. */
  protected readonly height: string = 'auto';

  protected abstract draw(props: Shown & Record<string, unknown>): ReactNode;

  /** The way to the open document; null until the event `ready`. */
  get connection(): Connection | null {
    return this.#connection;
  }

  /** A JWT, or a function that fetches one. Before the attribute `token`. */
  get token(): ConnectOptions['token'] {
    return this.#token ?? this.getAttribute('token') ?? undefined;
  }

  set token(token: ConnectOptions['token']) {
    this.#token = token;
    this.#drawSoon();
  }

  /** Who writes. Before the attributes `user-…`. */
  get user(): EmbeddedUser | undefined {
    if (this.#user !== undefined) return this.#user;
    const [id, name, color] = ['user-id', 'user-name', 'user-color'].map((each) => this.getAttribute(each));
    if (!id || !name) return undefined;
    return color ? { id, name, color } : { id, name };
  }

  set user(user: EmbeddedUser | undefined) {
    this.#user = user;
    this.#drawSoon();
  }

  connectedCallback(): void {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    if (shadow.childElementCount === 0) shadow.append(...furniture(this.height));
    offerFonts();
    this.#root ??= createRoot(shadow.lastElementChild as HTMLElement);
    this.#drawSoon();
  }

  disconnectedCallback(): void {
    // One that is moved within the page is back by then.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#root?.unmount();
      this.#root = null;
      this.#connection = null;
    });
  }

  attributeChangedCallback(): void {
    this.#drawSoon();
  }

  /** Once, however many attributes change. */
  #drawSoon(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    queueMicrotask(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  #draw(): void {
    const url = this.getAttribute('url') ?? location.href;
    const documentId = this.getAttribute('document-id');
    if (this.#root === null || !documentId) return;
    const text = (name: (typeof TEXTS)[number]): string | undefined => this.getAttribute(name) ?? undefined;
    const tell = (name: string, detail: unknown): boolean => this.dispatchEvent(new CustomEvent(name, { detail }));
    this.#root.render(
      this.draw({
        // Another document is another component: nothing of the one before stays.
        key: `${url} ${documentId}`,
        url: new URL(url, location.href).href,
        documentId,
        token: this.token,
        user: this.user,
        theme: text('theme') as LookProps['theme'],
        language: text('language') as LookProps['language'],
        transport: text('transport') as ConnectOptions['transport'],
        label: text('label'),
        readOnly: this.hasAttribute('read-only'),
        header: !this.hasAttribute('no-header'),
        toolbar: !this.hasAttribute('no-toolbar'),
        onReady: (connection) => {
          this.#connection = connection;
          tell('ready', connection);
        },
        onSaved: (saved) => void tell('saved', saved),
        onStatus: (status) => void tell('status', status),
        onRole: (role) => void tell('role', role),
      }),
    );
  }
}

/** Fonts are the page's to load, whatever is in a shadow root: of formulas, once one is shown. */
const offerFonts = (): void => {
  if (document.querySelector('link[data-cowrite-fonts]') !== null) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.crossOrigin = 'anonymous';
  link.href = new URL(/* @vite-ignore */ './fonts.css', import.meta.url).href;
  link.dataset.cowriteFonts = '';
  document.head.append(link);
};

/** The styles, and what everything is drawn into. Nothing shows before its styles are there. */
const furniture = (height: string): HTMLElement[] => {
  const styles = document.createElement('link');
  styles.rel = 'stylesheet';
  // Else a service on another origin may not hand them out.
  styles.crossOrigin = 'anonymous';
  styles.href = STYLES;
  const place = document.createElement('div');
  place.style.height = '100%';
  place.style.display = 'none';
  const show = (): void => {
    place.style.removeProperty('display');
  };
  styles.addEventListener('load', show);
  styles.addEventListener('error', show);
  const host = document.createElement('style');
  host.textContent = `:host{display:block;height:${height}}:host([hidden]){display:none}`;
  return [host, styles, place];
};
