import { ClipboardImportExtension, GetClipboardDataExtension } from '@lexical/clipboard';
import { configExtension, defineExtension } from 'lexical';
import { $copyHtml, $copyText } from './copy.ts';
import { $pasteHtml, $pasteText } from './paste.ts';
import { $pasteNodes } from './paste-nodes.ts';
import { registerPlainPaste } from './plain-paste.ts';

/** What is copied, cut, dragged, dropped and pasted goes through the formats, which are the same everywhere. */
export const ClipboardExtension = defineExtension({
  name: 'cowrite/clipboard',
  dependencies: [
    configExtension(ClipboardImportExtension, {
      $importMimeType: {
        'application/x-lexical-editor': [$pasteNodes],
        'text/html': [$pasteHtml],
        'text/plain': [$pasteText],
      },
    }),
    configExtension(GetClipboardDataExtension, {
      $exportMimeType: { 'text/html': [$copyHtml], 'text/plain': [$copyText] },
    }),
  ],
  register: registerPlainPaste,
});
