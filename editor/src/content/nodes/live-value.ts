import {
  $create,
  $getDocument,
  $getState,
  $setState,
  addClassNamesToElement,
  createState,
  DecoratorNode,
  type DOMExportOutput,
  type EditorConfig,
  type LexicalNode,
} from 'lexical';
import { isValueKey } from '../../protocol/index.ts';
import { DecoratedNode } from './decoration.ts';

const keyState = createState('value', { parse: (value) => (isValueKey(value) ? value : '') });

/** Shows a live value of the document. Stored is only which: what it is at the moment comes from the server. */
abstract class ValueNode extends DecoratedNode {
  /** The value's key; empty until somebody says which. */
  getValueKey(): string {
    return $getState(this, keyState);
  }

  setValueKey(key: string): this {
    return $setState(this, keyState, isValueKey(key) ? key : '');
  }
}

/** A live value among words. */
export class LiveValueNode extends ValueNode {
  override $config() {
    return this.config('live-value', {
      extends: DecoratorNode,
      stateConfigs: [{ stateConfig: keyState }],
      importDOM: {
        span: (element: HTMLElement) =>
          element.dataset.liveValue === undefined
            ? null
            : {
                conversion: () => ({
                  node: $createLiveValueNode(element.dataset.liveValue ?? ''),
                  forChild: () => null,
                }),
                priority: 2,
              },
      },
    });
  }

  override createDOM(): HTMLElement {
    return $getDocument().createElement('span');
  }

  override isInline(): true {
    return true;
  }

  override getTextContent(): string {
    return this.getValueKey();
  }

  override exportDOM(): DOMExportOutput {
    const element = $getDocument().createElement('span');
    element.dataset.liveValue = this.getValueKey();
    element.textContent = this.getValueKey();
    return { element };
  }
}

/** A live value that is a number, and what it was lately, as a line. */
export class SparklineNode extends ValueNode {
  override $config() {
    return this.config('sparkline', {
      extends: DecoratorNode,
      stateConfigs: [{ stateConfig: keyState }],
      importDOM: {
        figure: (element: HTMLElement) =>
          element.dataset.sparkline === undefined
            ? null
            : {
                conversion: () => ({ node: $createSparklineNode(element.dataset.sparkline ?? ''), after: () => [] }),
                priority: 2,
              },
      },
    });
  }

  override createDOM({ theme }: EditorConfig): HTMLElement {
    const element = $getDocument().createElement('div');
    addClassNamesToElement(element, theme.sparkline);
    return element;
  }

  override isInline(): false {
    return false;
  }

  override getTextContent(): string {
    return '';
  }

  override exportDOM(): DOMExportOutput {
    const element = $getDocument().createElement('figure');
    element.dataset.sparkline = this.getValueKey();
    return { element };
  }
}

export function $createLiveValueNode(key = ''): LiveValueNode {
  return $create(LiveValueNode).setValueKey(key);
}

export function $createSparklineNode(key = ''): SparklineNode {
  return $create(SparklineNode).setValueKey(key);
}

export function $isValueNode(node: LexicalNode | null | undefined): node is LiveValueNode | SparklineNode {
  return node instanceof ValueNode;
}
