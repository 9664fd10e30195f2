import type { LexicalEditor } from 'lexical';
import { ArrowDown, ArrowUp, CaseSensitive, ChevronRight, Regex, WholeWord, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { focusedElement } from '../../ui/focused-element.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Layer } from '../../ui/layer.tsx';
import { usePageKeys } from '../use-page-keys.ts';
import styles from './FindBar.module.css';
import { stepOf } from './find-keys.ts';
import type { Found } from './finder.ts';
import type { FindMode } from './open-find.ts';
import { type Finding, useFinder } from './use-finder.ts';

interface FindBarProps {
  readonly editor: LexicalEditor;
  readonly readOnly: boolean;
  readonly mode: FindMode;
  readonly initialText: string;
  /** Rises each time that finding is asked for. */
  readonly times: number;
  onClose(): void;
}

/** How long results have to last before they are read out, milliseconds. */
const SETTLE = 600;

export const FindBar = ({ editor, readOnly, mode, initialText, times, onClose }: FindBarProps) => {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(initialText);
  const [options, setOptions] = useState({ matchCase: false, wholeWord: false, isRegex: false });
  const [isReplacing, setReplacing] = useState(mode === 'replace');
  const bar = useRef<HTMLElement>(null);
  const finding = useFinder(editor, { text, ...options }, bar);
  const { found, step, select } = finding;
  const words = useCountWords(found, text);

  // Asked for again, perhaps with something else selected. `times` says so, though nothing here reads it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    setText(initialText);
    if (mode === 'replace') setReplacing(true);
    field.current?.focus();
    field.current?.select();
  }, [times, mode, initialText]);

  usePageKeys(editor, (event) => {
    const by = stepOf(event);
    if (by === null) return;
    event.preventDefault();
    step(by);
  });

  const close = (): void => {
    select();
    onClose();
    editor.focus();
  };

  return (
    <Layer>
      <search
        ref={bar}
        className={styles.bar}
        aria-label={t('find.title')}
        data-find-bar
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          close();
        }}
      >
        <div className={styles.row}>
          {!readOnly && (
            <IconButton
              label={t('find.showReplace')}
              aria-expanded={isReplacing}
              className={cx(styles.chevron, isReplacing && styles.open)}
              onClick={() => setReplacing(!isReplacing)}
            >
              <ChevronRight size={16} aria-hidden />
            </IconButton>
          )}
          <div className={styles.field}>
            <input
              ref={field}
              className={styles.input}
              aria-label={t('find.text')}
              placeholder={t('find.text')}
              aria-invalid={found.fault !== null}
              value={text}
              dir="auto"
              spellCheck={false}
              autoComplete="off"
              enterKeyHint="search"
              onChange={(event) => setText(event.target.value)}
              onKeyDown={onEnter((event) => step(event.shiftKey ? -1 : 1))}
            />
            <span className={cx(styles.count, (found.fault !== null || found.places.length === 0) && styles.none)}>
              {words}
            </span>
          </div>
          <Options options={options} onChange={setOptions} />
          <IconButton label={t('find.previous')} disabled={found.places.length === 0} onClick={() => step(-1)}>
            <ArrowUp size={16} aria-hidden />
          </IconButton>
          <IconButton label={t('find.next')} disabled={found.places.length === 0} onClick={() => step(1)}>
            <ArrowDown size={16} aria-hidden />
          </IconButton>
          <IconButton label={t('app.close')} onClick={close}>
            <X size={16} aria-hidden />
          </IconButton>
        </div>
        {isReplacing && !readOnly && <ReplaceRow finding={finding} />}
      </search>
    </Layer>
  );
};

interface OptionsState {
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  readonly isRegex: boolean;
}

const OPTIONS: readonly { name: keyof OptionsState; icon: ReactNode }[] = [
  { name: 'matchCase', icon: <CaseSensitive size={17} aria-hidden /> },
  { name: 'wholeWord', icon: <WholeWord size={17} aria-hidden /> },
  { name: 'isRegex', icon: <Regex size={15} aria-hidden /> },
];

interface OptionsProps {
  readonly options: OptionsState;
  onChange(options: OptionsState): void;
}

const Options = ({ options, onChange }: OptionsProps) => {
  const { t } = useTranslation();
  return (
    <div className={styles.options}>
      {OPTIONS.map(({ name, icon }) => (
        <IconButton
          key={name}
          label={t(`find.${name}`)}
          aria-pressed={options[name]}
          onClick={() => onChange({ ...options, [name]: !options[name] })}
        >
          {icon}
        </IconButton>
      ))}
    </div>
  );
};

const ReplaceRow = ({ finding: { found, replace, replaceAll } }: { readonly finding: Finding }) => {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const hasNone = found.places.length === 0;
  const row = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  // A button that can't be pressed any more would take the focus with it, out of the bar and of reach of its keys.
  useLayoutEffect(() => {
    const focused = focusedElement();
    if (hasNone && focused instanceof HTMLButtonElement && row.current?.contains(focused)) field.current?.focus();
  }, [hasNone]);
  return (
    <div ref={row} className={cx(styles.row, styles.replace)}>
      <div className={styles.field}>
        <input
          ref={field}
          className={styles.input}
          aria-label={t('find.replacement')}
          placeholder={t('find.replacement')}
          value={words}
          dir="auto"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={onEnter(() => void replace(words))}
        />
      </div>
      <Button disabled={hasNone} onClick={() => void replace(words)}>
        {t('find.replace')}
      </Button>
      <Button disabled={hasNone} onClick={async () => announce(t('find.replaced', { count: await replaceAll(words) }))}>
        {t('find.replaceAll')}
      </Button>
    </div>
  );
};

/** An input method's Enter takes a candidate. */
const onEnter = (run: (event: KeyboardEvent) => void) => (event: KeyboardEvent) => {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  event.preventDefault();
  run(event);
};

/** How many there are, and which one is looked at; read out once it stands. */
const useCountWords = ({ places, current, fault }: Found, text: string): string => {
  const { t } = useTranslation();
  const words =
    fault !== null
      ? t(`find.${fault}`)
      : places.length > 0
        ? t('find.count', { current: String(current + 1), total: String(places.length) })
        : text === ''
          ? ''
          : t('find.none');
  useEffect(() => {
    const timer = setTimeout(() => announce(words), SETTLE);
    return () => clearTimeout(timer);
  }, [words]);
  return words;
};
