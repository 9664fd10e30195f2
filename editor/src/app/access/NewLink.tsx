import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CreateLink, ROLES, type Role } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { api } from '../api.ts';
import { copyText } from '../copy.ts';
import { SelectField, TextField } from './Field.tsx';
import { endAfter, LastsField } from './LastsField.tsx';
import { linkAddress, useLinkChange } from './links.ts';
import styles from './Share.module.css';

/** How long a link lasts, days; 0 for one that stays. */
const LIVES = [0, 1, 7, 30] as const;

/** Makes a link, and copies it. */
export const NewLink = ({ documentId }: { readonly documentId: string }) => {
  const { t } = useTranslation();
  const toast = useToast();
  const [role, setRole] = useState<Role>('editor');
  const [days, setDays] = useState(0);
  const [label, setLabel] = useState('');
  const [password, setPassword] = useState('');
  const creation = useLinkChange(documentId, (link: CreateLink) => api.addLink(documentId, link));

  const create = (): void =>
    creation.mutate(
      {
        role,
        label,
        password: password === '' ? null : password,
        expiresAt: endAfter(days),
      },
      {
        onSuccess: async ({ id }) => {
          setLabel('');
          setPassword('');
          toast({ text: (await copyText(linkAddress(id))) ? t('share.created') : t('share.createdOnly') });
        },
      },
    );

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        create();
      }}
    >
      <SelectField
        label={t('share.may')}
        value={role}
        // Where the dialog opened before this was there.
        autoFocus
        onChange={(event) => setRole(event.target.value as Role)}
      >
        {ROLES.map((each) => (
          <option key={each} value={each}>
            {t(`share.${each}`)}
          </option>
        ))}
      </SelectField>
      <LastsField lives={LIVES} days={days} onChange={setDays} />
      <TextField
        label={t('share.label')}
        maxLength={100}
        placeholder={t('share.labelPlaceholder')}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
      />
      <TextField
        label={t('share.password')}
        type="password"
        autoComplete="new-password"
        minLength={4}
        maxLength={200}
        placeholder={t('share.passwordPlaceholder')}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {creation.isError && (
        <p className={styles.problem} role="alert">
          {creation.error.message}
        </p>
      )}
      <Button look="primary" type="submit" className={styles.wide} disabled={creation.isPending}>
        {t('share.create')}
      </Button>
    </form>
  );
};
