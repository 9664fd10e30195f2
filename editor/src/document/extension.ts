import { $isCodeNode } from '@lexical/code-core';
import { ClickAfterLastBlockExtension, HorizontalRuleExtension, TabIndentationExtension } from '@lexical/extension';
import { AutoLinkExtension, autoLinkEmailMatcher, autoLinkUrlMatcher, LinkExtension } from '@lexical/link';
import { $isListItemNode, CheckListExtension, ListExtension } from '@lexical/list';
import { RichTextExtension } from '@lexical/rich-text';
import { type AnyLexicalExtensionArgument, configExtension, defineExtension } from 'lexical';
import { documentNodes } from '../content/index.ts';
import { isSafeAddress } from '../content/link-address.ts';
import { KeysExtension } from './actions/keys.ts';
import { BlockSelectionExtension } from './block-tools/block-selection.ts';
import { ArrowSelectionExtension } from './blocks/arrow-selection.ts';
import { BlockLookExtension } from './blocks/block-look.ts';
import { ButtonsInTextExtension } from './blocks/buttons-in-text.ts';
import { CheckListRolesExtension } from './blocks/check-list-roles.ts';
import { CodeHighlightsExtension } from './blocks/code/highlights.ts';
import { CodeBlockExtension } from './blocks/code-block.ts';
import { ContainerKeysExtension } from './blocks/containers/keys.ts';
import { ContinuedNumbersExtension } from './blocks/continued-numbers.ts';
import { InsetKeysExtension } from './blocks/inset-keys.ts';
import { ClipboardExtension } from './clipboard/clipboard-extension.ts';
import { DecoratorsExtension } from './decorators.tsx';
import { MarkdownSourceExtension } from './formats/markdown-source.ts';
import { SafeStylesExtension } from './formats/safe-styles.ts';
import { SafeLinksExtension } from './links/safe-links.ts';
import { MarkdownShortcutsExtension } from './markdown-shortcuts.ts';
import { MentionsExtension } from './mentions/mentions.ts';
import { PromptSelectionExtension } from './prompt-selection.ts';
import { SealedBlockExtension } from './sealed-block.ts';
import { TablesExtension } from './tables/table-extension.ts';
import { theme } from './theme.ts';
import { UnknownExtension } from './unknown/unknown-extension.ts';
import { UnreadSelectionExtension } from './unread-selection.ts';

const MAX_LIST_DEPTH = 8;

/**
 * The editor of a document, as far as it is Lexical's. No history: undo is each writer's own and belongs to the
 * attachment. No content either: it comes from the document alone.
 */
const documentExtension = defineExtension({
  name: 'cowrite/document',
  namespace: 'cowrite',
  theme,
  nodes: () => [...documentNodes],
  $initialEditorState: null,
  onError: (error) => reportError(error),
  dependencies: [
    configExtension(RichTextExtension, {
      // Typing on behind inline code is plain again.
      escapeFormatTriggers: { code: { onlyAtBoundary: true, enter: true, click: true, arrow: true } },
    }),
    ListExtension,
    // A press on a box ticks it and leaves the caret, and a phone's keyboard, where they are.
    configExtension(CheckListExtension, { disableTakeFocusOnClick: true }),
    configExtension(LinkExtension, { validateUrl: isSafeAddress }),
    configExtension(AutoLinkExtension, {
      matchers: [autoLinkUrlMatcher, autoLinkEmailMatcher],
      excludeParents: [$isCodeNode],
    }),
    HorizontalRuleExtension,
    ClickAfterLastBlockExtension,
    configExtension(TabIndentationExtension, { $canIndent: $isListItemNode, maxIndent: MAX_LIST_DEPTH }),
    PromptSelectionExtension,
    DecoratorsExtension,
    ClipboardExtension,
    CodeBlockExtension,
    CodeHighlightsExtension,
    ButtonsInTextExtension,
    ContainerKeysExtension,
    InsetKeysExtension,
    ContinuedNumbersExtension,
    ArrowSelectionExtension,
    // Before the keys, which take Tab out of the text wherever nobody else wants it.
    TablesExtension,
    KeysExtension,
    BlockSelectionExtension,
    BlockLookExtension,
    MarkdownShortcutsExtension,
    MentionsExtension,
    SafeLinksExtension,
    SafeStylesExtension,
    MarkdownSourceExtension,
    UnknownExtension,
    CheckListRolesExtension,
    UnreadSelectionExtension,
    SealedBlockExtension,
  ],
});

/** The same with somebody else's nodes and what works on them. */
export const extendedWith = (extensions: readonly AnyLexicalExtensionArgument[] = []) =>
  extensions.length === 0
    ? documentExtension
    : defineExtension({ name: 'cowrite/extended', dependencies: [documentExtension, ...extensions] });
