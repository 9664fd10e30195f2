import './styles.ts';
import { type ComponentType, createElement, type ReactNode } from 'react';
import { connect } from '../client/index.ts';
import { CowriteElement, type Shown } from './cowrite-element.ts';
import { CollabBoard } from './EmbeddedBoard.tsx';
import { CollabEditor } from './EmbeddedEditor.tsx';

export type { Assets, Connection, ConnectOptions, DocumentEvent, Saved, Status } from '../client/index.ts';
export { connect };

/** `<cowrite-editor url="https://write.example.com" document-id="notes">` */
export class CowriteEditorElement extends CowriteElement {
  protected draw(props: Shown): ReactNode {
    return createElement(CollabEditor as ComponentType<Shown>, props);
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
