import type { LexicalEditor } from 'lexical';
import { memo } from 'react';
import { goToHeading } from './go-to-heading.ts';
import type { Heading } from './headings.ts';

interface HeadingLinkProps {
  readonly editor: LexicalEditor;
  readonly heading: Heading;
  readonly className: string | undefined;
  readonly indent: number;
  readonly current?: boolean;
}

/** A heading's name that leads to it. Among a thousand, only those that changed are drawn again. */
export const HeadingLink = memo(({ editor, heading, className, indent, current = false }: HeadingLinkProps) => (
  <button
    type="button"
    className={className}
    data-indent={indent}
    aria-current={current ? 'location' : undefined}
    // The text keeps the focus where it has it; the keyboard follows to the heading.
    onMouseDown={(event) => event.preventDefault()}
    onClick={() => goToHeading(editor, heading.key)}
  >
    {heading.text}
  </button>
));
