import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getIdentity } from '../../panels/identity.ts';
import { api } from '../api.ts';
import { keepHost } from './credentials.ts';
import { EntryForm } from './EntryForm.tsx';
import { TextField } from './Field.tsx';

/** The way in of whoever hosts the service: the key that it was started with. */
export const SignIn = ({
  title,
  hint,
  level,
}: {
  readonly title: string;
  readonly hint: string;
  readonly level?: 1 | 2;
}) => {
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  const client = useQueryClient();
  const signIn = useMutation({
    mutationFn: (key: string) => api.signIn(key, getIdentity()),
    onSuccess: ({ token, expiresAt }) => {
      keepHost(token, Date.parse(expiresAt));
      void client.resetQueries();
    },
  });
  return (
    <EntryForm
      icon={<KeyRound size={24} />}
      title={title}
      hint={hint}
      level={level ?? 2}
      enter={t('access.signIn')}
      error={signIn.error}
      isPending={signIn.isPending}
      onEnter={() => signIn.mutate(key)}
    >
      <TextField
        label={t('access.key')}
        type="password"
        autoComplete="current-password"
        required
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
    </EntryForm>
  );
};
