import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProgressCard, ProgressStack } from '../../ui/ProgressCard.tsx';
import styles from './ImportList.module.css';
import type { Imports } from './use-imports.ts';

/** Files that are being imported, and those that couldn't be, or not wholly. */
export const ImportList = ({ imports }: { readonly imports: Imports }) => {
  const { t } = useTranslation();
  if (imports.items.length === 0) return null;
  return (
    <ProgressStack label={t('exchange.imports')}>
      {imports.items.map(({ key, name, part, failure, remarks }) =>
        failure === null && remarks.length === 0 ? (
          <ProgressCard
            key={key}
            label={t(part === null ? 'exchange.waiting' : 'exchange.importing', { name })}
            part={part ?? 0}
            onCancel={() => imports.dismiss(key)}
          />
        ) : (
          <div key={key} className={cx(styles.message, failure !== null && styles.failure)} role="alert">
            <div className={styles.words}>
              {(failure === null ? remarks : [failure]).map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </div>
            <IconButton label={t('exchange.dismiss', { label: name })} onClick={() => imports.dismiss(key)}>
              <X size={16} aria-hidden />
            </IconButton>
          </div>
        ),
      )}
    </ProgressStack>
  );
};
