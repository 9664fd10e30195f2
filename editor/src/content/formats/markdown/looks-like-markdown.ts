/** What is read of a long text: its beginning says what it is. */
const READ = 20_000;

/** A line that is hardly anything else, where several lines were copied. */
const CERTAIN = [
  /^#{1,6} \S/,
  /^ {0,3}(```|~~~)[\w+-]*\s*$/,
  /^\s*[-*+] \[[ xX]\] \S/,
  /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$/,
  /^\$\$\s*$/,
  /^> \[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*$/,
];
/** Lines that people write without thinking of Markdown as well: two of a kind are needed. */
const LIKELY = [/^\s*[-*+] \S/, /^\s*\d{1,9}[.)] \S/, /^> \S/];
/** Among words. */
const INLINE = [
  /(^|[^\\])\*\*[^\s*][^*]{0,500}\*\*/,
  /(^|[^\\])\[[^\]]{1,500}\]\([^\s()]{1,2000}\)/,
  /(^|[^\\`])`[^`\n]{1,500}`([^`]|$)/,
  /(^|\s)~~[^\s~][^~]{0,500}~~/,
];

/** Whether somebody who copied this text most likely means it as Markdown. */
export function looksLikeMarkdown(text: string): boolean {
  const lines = text
    .slice(0, READ)
    .split(/\r?\n/)
    .map((line) => line.slice(0, 2_000));
  if (lines.length > 1 && lines.some((line) => CERTAIN.some((sign) => sign.test(line)))) return true;
  if (LIKELY.some((sign) => lines.filter((line) => sign.test(line)).length > 1)) return true;
  return lines.some((line) => INLINE.some((sign) => sign.test(line)));
}
