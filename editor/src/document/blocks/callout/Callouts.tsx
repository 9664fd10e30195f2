import {
  $getNearestNodeFromDOMNode,
  $getNodeByKey,
  HISTORY_PUSH_TAG,
  type LexicalEditor,
  type LexicalNode,
  mergeRegister,
  type NodeKey,
  SKIP_DOM_SELECTION_TAG,
} from 'lexical';
import { Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $isCalloutNode, CALLOUT_KINDS, type CalloutKind, CalloutNode } from '../../../content/nodes/callout.ts';
import { AnchoredPopover } from '../../../ui/AnchoredPopover.tsx';
import { Button } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import { EmojiPicker } from '../../emoji/EmojiPicker.tsx';
import { $unwrap } from '../containers/wrap.ts';
import styles from './Callouts.module.css';
import callout from './callout.module.css';

interface CalloutsProps {
  readonly editor: LexicalEditor;
  readonly readOnly: boolean;
}

interface Chosen {
  readonly key: NodeKey;
  readonly kind: CalloutKind;
  readonly emoji: string;
}

/** Names the callouts of a document, and opens the card of the one whose sign is pressed. */
export const Callouts = ({ editor, readOnly }: CalloutsProps) => {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const anchor = useRef({ getBoundingClientRect: () => new DOMRect() });

  useEffect(
    () =>
      editor.registerMutationListener(CalloutNode, (changes) => {
        for (const [key, change] of changes) {
          const element = change === 'destroyed' ? null : editor.getElementByKey(key);
          const sign = element?.querySelector<HTMLButtonElement>(':scope > [data-callout-sign]');
          const kind = t(`blocks.${kindOf(element)}`);
          element?.setAttribute('aria-label', t('blocks.callout', { kind }));
          sign?.setAttribute('aria-label', t('blocks.calloutChange', { kind }));
          sign?.toggleAttribute('disabled', readOnly);
        }
      }),
    [editor, readOnly, t],
  );

  useEffect(() => {
    const open = ({ target }: MouseEvent): void => {
      const sign = target instanceof Element ? target.closest('[data-callout-sign]') : null;
      if (sign === null || !editor.isEditable()) return;
      anchor.current = { getBoundingClientRect: () => sign.getBoundingClientRect() };
      setChosen(editor.read(() => $chosen($getNearestNodeFromDOMNode(sign))));
    };
    return mergeRegister(
      editor.registerRootListener((root, before) => {
        before?.removeEventListener('click', open);
        root?.addEventListener('click', open);
      }),
      editor.registerUpdateListener(({ editorState }) => {
        // Others may change it, or take it away, while the card is open.
        setChosen((shown) => {
          if (shown === null) return null;
          const now = editorState.read(() => $chosen($getNodeByKey(shown.key)));
          return now?.kind === shown.kind && now.emoji === shown.emoji ? shown : now;
        });
      }),
    );
  }, [editor]);

  if (chosen === null || readOnly) return null;
  const change = ($change: (node: CalloutNode) => void): void =>
    editor.update(
      () => {
        const node = $getNodeByKey(chosen.key);
        if ($isCalloutNode(node)) $change(node);
      },
      { tag: [HISTORY_PUSH_TAG, SKIP_DOM_SELECTION_TAG] },
    );
  const close = (): void => setChosen(null);
  return (
    <AnchoredPopover
      className={styles.card}
      label={t('blocks.callout', { kind: t(`blocks.${chosen.kind}`) })}
      anchor={anchor}
      onClose={close}
      align="start"
      sideOffset={8}
      // Back to the text, of which the sign is a part that takes no focus.
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        editor.focus();
      }}
      // A change of the callout may bring the focus to the text; only a press beside the card closes it.
      onFocusOutside={(event) => event.preventDefault()}
    >
      <CalloutKinds kind={chosen.kind} onChange={(kind) => change((node) => node.setKind(kind))} />
      <EmojiPicker
        onChoose={(emoji) => {
          change((node) => node.setEmoji(emoji));
          close();
        }}
      />
      <div className={styles.buttons}>
        {chosen.emoji !== '' && (
          <Button look="quiet" onClick={() => change((node) => node.setEmoji(''))}>
            {t('blocks.calloutNoEmoji')}
          </Button>
        )}
        <Button
          look="quiet"
          onClick={() => {
            change($unwrap);
            close();
          }}
        >
          <Trash2 size={15} aria-hidden />
          {t('blocks.calloutRemove')}
        </Button>
      </div>
    </AnchoredPopover>
  );
};

interface KindsProps {
  readonly kind: CalloutKind;
  onChange(kind: CalloutKind): void;
}

const CalloutKinds = ({ kind, onChange }: KindsProps) => {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.kinds}>
      <legend className={styles.legend}>{t('blocks.calloutKind')}</legend>
      {CALLOUT_KINDS.map((each) => (
        <label key={each} className={cx(styles.kind, callout.hue)} data-kind={each}>
          <input type="radio" name="callout-kind" checked={each === kind} onChange={() => onChange(each)} />
          <span className={styles.mark} aria-hidden />
          {t(`blocks.${each}`)}
        </label>
      ))}
    </fieldset>
  );
};

const kindOf = (element: HTMLElement | null | undefined): CalloutKind =>
  CALLOUT_KINDS.find((kind) => kind === element?.dataset.kind) ?? 'note';

const $chosen = (node: LexicalNode | null): Chosen | null =>
  $isCalloutNode(node) ? { key: node.getKey(), kind: node.getKind(), emoji: node.getEmoji() } : null;
