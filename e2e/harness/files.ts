import { crc32, deflateSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';

/** A file as a test hands it to a page. */
export interface TestFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};

/** A PNG of this size, another for each `hue`. */
export const picture = (name: string, { width = 640, height = 400, hue = 0 } = {}): TestFile => {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (width * 3 + 1) + 1 + x * 3;
      rows[at] = (x * 255) / width;
      rows[at + 1] = (y * 255) / height;
      rows[at + 2] = 60 + ((hue * 40) % 190);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const buffer = Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { name, mimeType: 'image/png', buffer };
};

export const textFile = (name: string, text: string): TestFile => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(text),
});

interface Transfer {
  readonly files?: readonly TestFile[];
  readonly html?: string;
}

const inPage = ({ files = [], html }: Transfer) => ({
  html,
  files: files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') })),
});

/** Makes a DataTransfer in the page, as the system's clipboard or a drag would bring it. */
const transferIn = (page: Page, transfer: Transfer) =>
  page.evaluateHandle(({ html, files }) => {
    const data = new DataTransfer();
    if (html !== undefined) data.setData('text/html', html);
    for (const { name, mimeType, base64 } of files) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], name, { type: mimeType }));
    }
    return data;
  }, inPage(transfer));

export const pasteInto = async (target: Locator, transfer: Transfer): Promise<void> => {
  const clipboardData = await transferIn(target.page(), transfer);
  await target.evaluate((element, data) => {
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, clipboardData);
};

/** Drags over and lets go at a point of the target: a share of its width and height. */
export const dropOn = async (
  target: Locator,
  transfer: Transfer,
  at: { readonly x: number; readonly y: number },
  whileOver: () => Promise<void> = async () => undefined,
): Promise<void> => {
  const dataTransfer = await transferIn(target.page(), transfer);
  const send = (type: string) =>
    target.evaluate(
      (element, { type, data, at }) => {
        const box = element.getBoundingClientRect();
        const point = { clientX: box.left + box.width * at.x, clientY: box.top + box.height * at.y };
        const init = { ...point, dataTransfer: data, bubbles: true, cancelable: true, composed: true };
        element.dispatchEvent(new DragEvent(type, init));
      },
      { type, data: dataTransfer, at },
    );
  await send('dragenter');
  await send('dragover');
  await whileOver();
  await send('drop');
};

/** Chooses files, or one on the disk by its path, in the system's dialog that a control opens. */
export const chooseFiles = async (
  page: Page,
  open: () => Promise<void>,
  files: readonly TestFile[] | string,
): Promise<void> => {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), open()]);
  await chooser.setFiles(typeof files === 'string' ? files : files.map((file) => ({ ...file })));
};
