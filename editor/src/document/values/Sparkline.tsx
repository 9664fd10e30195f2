import { useLexicalEditable } from '@lexical/react/useLexicalEditable';
import { useLexicalNodeSelection } from '@lexical/react/useLexicalNodeSelection';
import type { NodeKey } from 'lexical';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { KeyField } from './KeyField.tsx';
import { sparklinePath } from './sparkline-path.ts';
import { valueText } from './value-text.ts';
import styles from './values.module.css';
import { useDoubt, useLiveValue } from './values-context.ts';

interface SparklineProps {
  readonly nodeKey: NodeKey;
  /** Of the value; empty until somebody says which. */
  readonly valueKey: string;
}

const WIDTH = 240;
const HEIGHT = 44;

/** A live value with a line of what it was lately. */
export const Sparkline = ({ nodeKey, valueKey }: SparklineProps) => {
  const { t, i18n } = useTranslation();
  const editable = useLexicalEditable();
  const [selected, select, clear] = useLexicalNodeSelection(nodeKey);
  const value = useLiveValue(valueKey);
  const doubt = useDoubt(value);
  const shown = value === undefined ? t('values.none') : valueText(value.value, i18n.language);
  const path = sparklinePath(value?.recent ?? [], { width: WIDTH, height: HEIGHT });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: by keyboard it is chosen with the arrows.
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
    <div
      className={cx(styles.spark, doubt !== null && styles.doubtful, selected && styles.selected)}
      data-sparkline={valueKey}
      data-doubt={doubt ?? undefined}
      onClick={({ target }) => {
        if (target instanceof Element && target.closest('button, input') !== null) return;
        clear();
        select(true);
      }}
    >
      {valueKey === '' && editable ? (
        <KeyField nodeKey={nodeKey} />
      ) : (
        <>
          <div className={styles.figure}>
            <span className={styles.key}>{valueKey || t('values.none')}</span>
            <span className={styles.now}>{shown}</span>
            {doubt !== null && <span className={styles.why}>{t(`values.${doubt}`)}</span>}
            {value === undefined && <span className={styles.why}>{t('values.waiting')}</span>}
          </div>
          <svg
            className={styles.line}
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={t('values.lately', { key: valueKey, count: value?.recent.length ?? 0 })}
          >
            <path d={path} vectorEffect="non-scaling-stroke" />
          </svg>
        </>
      )}
    </div>
  );
};
