import {
  $create,
  $getDocument,
  $getState,
  $setState,
  createState,
  DecoratorNode,
  type DOMConversionMap,
  type DOMConversionOutput,
  type DOMExportOutput,
  type EditorConfig,
  isHTMLElement,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical';
import { $readAddress, addressOfAsset } from './asset-links.ts';
import { DecoratedNode } from './decoration.ts';
import { asCount, asHash, asText } from './states.ts';

const assetState = createState('asset', { parse: asHash });
const nameState = createState('name', { parse: asText(255) });
const sizeState = createState('size', { parse: asCount(Number.MAX_SAFE_INTEGER) });
const mediaTypeState = createState('mediaType', { parse: asText(100) });

export interface FileFields {
  /** Hash of the bytes on the server. */
  readonly asset: string;
  readonly name: string;
  /** Bytes; 0: not known. */
  readonly size: number;
  /** Such as `application/pdf`; empty where it isn't known. For the icon alone: nothing is served by it. */
  readonly mediaType: string;
}

/** A file to download, a block of its own. Its bytes are never in the document. */
export class FileNode extends DecoratedNode {
  override $config() {
    return this.config('file', {
      extends: DecoratorNode,
      stateConfigs: [
        { stateConfig: assetState },
        { stateConfig: nameState },
        { stateConfig: sizeState },
        { stateConfig: mediaTypeState },
      ],
      importDOM: IMPORT,
    });
  }

  getFields(): FileFields {
    return {
      asset: $getState(this, assetState),
      name: $getState(this, nameState),
      size: $getState(this, sizeState),
      mediaType: $getState(this, mediaTypeState),
    };
  }

  /** Changes what is named, and leaves the rest as it is. */
  setFields({ asset, name, size, mediaType }: Partial<FileFields>): this {
    if (asset !== undefined) $setState(this, assetState, asHash(asset));
    if (name !== undefined) $setState(this, nameState, name);
    if (size !== undefined) $setState(this, sizeState, size);
    if (mediaType !== undefined) $setState(this, mediaTypeState, mediaType);
    return this;
  }

  override createDOM(config: EditorConfig): HTMLElement {
    const element = $getDocument().createElement('div');
    const { file } = config.theme;
    if (typeof file === 'string') element.className = file;
    return element;
  }

  override isInline(): false {
    return false;
  }

  override getTextContent(): string {
    return $getState(this, nameState);
  }

  override exportDOM(editor: LexicalEditor): DOMExportOutput {
    const { asset, name, size, mediaType } = this.getFields();
    const link = $getDocument().createElement('a');
    if (asset !== '') link.setAttribute('href', addressOfAsset(editor, asset));
    link.setAttribute('download', name);
    link.setAttribute('data-file-size', String(size));
    if (mediaType !== '') link.setAttribute('type', mediaType);
    link.textContent = name;
    return { element: link };
  }
}

/** A link is a file only where we made it one and have it: of any other the link is left, and says where it is. */
const IMPORT: DOMConversionMap = {
  a: (link) =>
    isHTMLElement(link) && link.hasAttribute('data-file-size') && $assetOf(link) !== ''
      ? { conversion: $convertFile, priority: 2 }
      : null,
};

function $assetOf(link: HTMLElement): string {
  return $readAddress(link.getAttribute('href') ?? '').asset;
}

function $convertFile(link: HTMLElement): DOMConversionOutput {
  const node = $createFileNode({
    asset: $assetOf(link),
    name: link.getAttribute('download') || link.textContent,
    size: Number(link.getAttribute('data-file-size')),
    mediaType: link.getAttribute('type') ?? '',
  });
  return { node, forChild: () => null, after: () => [] };
}

export function $createFileNode(fields: Partial<FileFields>): FileNode {
  return $create(FileNode).setFields(fields);
}

export function $isFileNode(node: LexicalNode | null | undefined): node is FileNode {
  return node instanceof FileNode;
}
