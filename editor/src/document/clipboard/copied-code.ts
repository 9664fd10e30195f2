import type { ContentNode } from '../../content/formats/index.ts';
import { codeLines } from '../../content/formats/nodes/code.ts';

/**
 * What an editor of code has copied: a block of code, `text` where it is words among words or Markdown, or null where
 * something else has copied. Its HTML only says how its colours look.
 */
export const codeCopiedFrom = (dataTransfer: DataTransfer): ContentNode | 'text' | null => {
  const data = dataTransfer.getData('vscode-editor-data');
  if (data === '') return null;
  const text = dataTransfer.getData('text/plain').replace(/\r\n?/g, '\n').replace(/\n$/, '');
  const language = modeOf(data);
  if (text === '' || !text.includes('\n') || language === 'markdown' || language === 'plaintext') return 'text';
  return { type: 'code', ...(language === null ? {} : { language }), children: codeLines(text) };
};

const modeOf = (data: string): string | null => {
  try {
    const parsed: unknown = JSON.parse(data);
    const mode = typeof parsed === 'object' && parsed !== null && 'mode' in parsed ? parsed.mode : null;
    return typeof mode === 'string' && /^[\w+#-]{1,40}$/.test(mode) ? mode : null;
  } catch {
    return null;
  }
};
