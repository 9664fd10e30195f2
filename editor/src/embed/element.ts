import './styles.ts';
import * as lexical from 'lexical';
import { type ComponentType, createElement, type ReactNode } from 'react';
import { connect } from '../client/index.ts';
import { CowriteElement, type Shown } from './cowrite-element.ts';
import { CollabBoard } from './EmbeddedBoard.tsx';
import { CollabEditor, type CollabEditorProps } from './EmbeddedEditor.tsx';

export type { Assets, Connection, ConnectOptions, DocumentEvent, Saved, Status } from '../client/index.ts';
/** The one that the editor is made of, for nodes and extensions of your own: those of another copy are none to it. */
export { connect, lexical };

/** `<cowrite-editor url="https://write.example.com" document-id="notes">` */
export class CowriteEditorElement extends CowriteElement {
  /** As the properties of `CollabEditor`, made with this script's `lexical`: they are taken as they are once it is in the page. */
  nodes: CollabEditorProps['nodes'];
  formats: CollabEditorProps['formats'];
  extensions: CollabEditorProps['extensions'];

  protected draw(props: Shown): ReactNode {
    const { nodes, formats, extensions } = this;
    return createElement(CollabEditor as ComponentType<Shown>, { ...props, ...{ nodes, formats, extensions } });
  }
}

/** `<cowrite-board url="https://write.example.com" document-id="plan">`. Its canvas is fetched when it is needed. */
export class CowriteBoardElement extends CowriteElement {
  protected override readonly height = '30rem';

  protected draw(props: Shown): ReactNode {
    return createElement(CollabBoard as ComponentType<Shown>, { ...props, style: { height: '100%' } });
  }
}

for (const [name, element] of [
  ['cowrite-editor', CowriteEditorElement],
  ['cowrite-board', CowriteBoardElement],
] as const) {
  if (customElements.get(name) === undefined) customElements.define(name, element);
}
