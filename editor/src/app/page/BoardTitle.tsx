import { useTranslation } from 'react-i18next';
import { TITLE_LIMIT } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './BoardTitle.module.css';
import type { TitleControl } from './use-title.ts';

interface BoardTitleProps {
  readonly title: TitleControl;
  readonly readOnly: boolean;
}

/** The title as the page's heading, in its bar. */
export const BoardTitle = ({ title, readOnly }: BoardTitleProps) => {
  const { t } = useTranslation();
  return (
    <div className={styles.title}>
      <h1 className={styles.heading}>{title.title || t('home.untitled')}</h1>
      <input
        className={styles.field}
        aria-label={t('page.titleLabel')}
        aria-invalid={title.refused !== null}
        placeholder={t('home.untitled')}
        maxLength={TITLE_LIMIT}
        readOnly={readOnly}
        enterKeyHint="done"
        value={title.title}
        onChange={(event) => title.change(event.target.value)}
        onBlur={title.flush}
        onKeyDown={(event) => {
          // An input method's Enter takes a candidate.
          if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
          event.currentTarget.blur();
        }}
      />
      {title.theirs !== null && (
        <p className={styles.news} role="status">
          <span>{t('page.titleTheirs', { title: title.theirs })}</span>
          <Button onClick={title.takeTheirs}>{t('page.titleTake')}</Button>
        </p>
      )}
      {title.refused !== null && (
        <p className={styles.news} role="alert">
          {t('page.titleUnsaved', { reason: title.refused })}
        </p>
      )}
    </div>
  );
};
