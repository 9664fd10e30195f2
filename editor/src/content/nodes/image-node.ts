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
import { $readAddress, addressOfAsset, webAddress } from './asset-links.ts';
import { DecoratedNode } from './decoration.ts';
import { asCount, asHash, asText } from './states.ts';

const ALIGNMENTS = ['left', 'center', 'right'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];

/** Narrowest and widest that a picture can be made, CSS pixels. */
export const IMAGE_WIDTHS = { least: 48, most: 2_000 } as const;
const MOST_PIXELS = 100_000;
const MOST_WORDS = 2_000;

/** The pixels of a picture's file, so that its place is kept before it is there. Both 0: not known. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
}

const asPixels = asCount(MOST_PIXELS);

const parsePixels = (value: unknown): Pixels => {
  const { width, height } = Object(value) as Record<string, unknown>;
  const pixels = { width: asPixels(width), height: asPixels(height) };
  return pixels.width > 0 && pixels.height > 0 ? pixels : { width: 0, height: 0 };
};

const assetState = createState('asset', { parse: asHash });
const urlState = createState('url', { parse: webAddress });
const nameState = createState('name', { parse: asText(255) });
const altState = createState('alt', { parse: asText(MOST_WORDS) });
const captionState = createState('caption', { parse: asText(MOST_WORDS) });
const widthState = createState('width', {
  parse: (value) => {
    const width = asCount(IMAGE_WIDTHS.most)(value);
    return width === 0 ? 0 : Math.max(IMAGE_WIDTHS.least, width);
  },
});
const alignState = createState('align', {
  parse: (value): Alignment => ALIGNMENTS.find((each) => each === value) ?? 'center',
});
const pixelsState = createState('pixels', {
  parse: parsePixels,
  isEqual: (a, b) => a.width === b.width && a.height === b.height,
});

/** What a picture is. `asset` is the hash of bytes on the server; without one, `url` is where it lies in the web. */
export interface ImageFields {
  readonly asset: string;
  readonly url: string;
  /** Of the file, for downloading it. */
  readonly name: string;
  /** For those who don't see it; empty where nobody has said. */
  readonly alt: string;
  readonly caption: string;
  /** CSS pixels; 0: as wide as it is by itself. */
  readonly width: number;
  readonly align: Alignment;
  readonly pixels: Pixels;
}

/** A picture, a block of its own. Its bytes are never in the document. */
export class ImageNode extends DecoratedNode {
  override $config() {
    return this.config('image', {
      extends: DecoratorNode,
      stateConfigs: [
        { stateConfig: assetState },
        { stateConfig: urlState },
        { stateConfig: nameState },
        { stateConfig: altState },
        { stateConfig: captionState },
        { stateConfig: widthState },
        { stateConfig: alignState },
        { stateConfig: pixelsState },
      ],
      importDOM: IMPORT,
    });
  }

  getFields(): ImageFields {
    return {
      asset: $getState(this, assetState),
      url: $getState(this, urlState),
      name: $getState(this, nameState),
      alt: $getState(this, altState),
      caption: $getState(this, captionState),
      width: $getState(this, widthState),
      align: $getState(this, alignState),
      pixels: $getState(this, pixelsState),
    };
  }

  /** Changes what is named, and leaves the rest as it is. */
  setFields({ asset, url, name, alt, caption, width, align, pixels }: Partial<ImageFields>): this {
    if (asset !== undefined) $setState(this, assetState, asHash(asset));
    if (url !== undefined) $setState(this, urlState, webAddress(url));
    if (name !== undefined) $setState(this, nameState, name);
    if (alt !== undefined) $setState(this, altState, alt);
    if (caption !== undefined) $setState(this, captionState, caption);
    if (width !== undefined) $setState(this, widthState, width);
    if (align !== undefined) $setState(this, alignState, align);
    if (pixels !== undefined) $setState(this, pixelsState, pixels);
    return this;
  }

  override createDOM(config: EditorConfig): HTMLElement {
    const element = $getDocument().createElement('div');
    const { image } = config.theme;
    if (typeof image === 'string') element.className = image;
    return element;
  }

  override isInline(): false {
    return false;
  }

  override getTextContent(): string {
    return $getState(this, captionState);
  }

  override exportDOM(editor: LexicalEditor): DOMExportOutput {
    const { asset, url, name, alt, caption, width, align, pixels } = this.getFields();
    const image = $getDocument().createElement('img');
    image.setAttribute('src', asset === '' ? url : addressOfAsset(editor, asset));
    image.setAttribute('alt', alt);
    if (name !== '') image.setAttribute('data-name', name);
    if (width > 0) image.setAttribute('width', String(width));
    if (align !== 'center') image.setAttribute('data-align', align);
    if (pixels.width > 0) image.setAttribute('data-pixels', `${pixels.width}x${pixels.height}`);
    if (caption === '') return { element: image };
    const figure = $getDocument().createElement('figure');
    const words = $getDocument().createElement('figcaption');
    words.textContent = caption;
    figure.append(image, words);
    return { element: figure };
  }
}

const IMPORT: DOMConversionMap = {
  img: () => ({ conversion: $convertImage, priority: 0 }),
  figure: (figure) =>
    isHTMLElement(figure) && figure.querySelectorAll('img').length === 1
      ? { conversion: $convertFigure, priority: 1 }
      : null,
};

function $convertImage(image: HTMLElement): DOMConversionOutput {
  const fields = $readImage(image);
  return { node: fields && $createImageNode(fields) };
}

/** The picture and its caption are one node: what stands in the figure besides is its caption already. */
function $convertFigure(figure: HTMLElement): DOMConversionOutput {
  const image = figure.querySelector('img');
  const caption = figure.querySelector('figcaption')?.textContent.replace(/\s+/g, ' ').trim() ?? '';
  const fields = image && $readImage(image);
  if (fields === null) return { node: null };
  return { node: $createImageNode({ ...fields, caption }), forChild: () => null, after: () => [] };
}

/** Null for what isn't meant to be seen: pictures of a pixel, by which mail is tracked. */
function $readImage(image: HTMLElement): Partial<ImageFields> | null {
  const width = Number.parseInt(image.getAttribute('width') ?? '', 10) || 0;
  const height = Number.parseInt(image.getAttribute('height') ?? '', 10) || 0;
  if (width === 1 || height === 1) return null;
  const [, wide, high] = /^(\d{1,6})x(\d{1,6})$/.exec(image.getAttribute('data-pixels') ?? '') ?? [];
  const align = ALIGNMENTS.find((each) => each === image.getAttribute('data-align'));
  return {
    ...$readAddress(image.getAttribute('src') ?? ''),
    name: image.getAttribute('data-name') ?? '',
    alt: image.getAttribute('alt') ?? '',
    ...(width > 0 ? { width } : {}),
    ...(align === undefined ? {} : { align }),
    ...(wide === undefined ? {} : { pixels: { width: Number(wide), height: Number(high) } }),
  };
}

export function $createImageNode(fields: Partial<ImageFields>): ImageNode {
  return $create(ImageNode).setFields(fields);
}

export function $isImageNode(node: LexicalNode | null | undefined): node is ImageNode {
  return node instanceof ImageNode;
}
