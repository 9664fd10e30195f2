import { useMutation, useQuery } from '@tanstack/react-query';
import { Link2, Link2Off } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { NAME_LIMIT, setIdentity, useIdentity } from '../../panels/identity.ts';
import type { LinkInvitation, Role } from '../../protocol/index.ts';
import { Notice } from '../../ui/Notice.tsx';
import { documentPath } from '../address.ts';
import { ApiError, api } from '../api.ts';
import { HomeLink } from '../HomeLink.tsx';
import { PageSkeleton } from '../page/PageSkeleton.tsx';
import { useDocumentTitle } from '../use-document-title.ts';
import { EntryForm } from './EntryForm.tsx';
import { TextField } from './Field.tsx';
import { enterLink } from './use-token.ts';

/** Where a share link leads: one says who one is, and goes in. */
export const LinkPage = ({ link }: { readonly link: string }) => {
  const { t } = useTranslation();
  const invitation = useQuery({
    queryKey: ['link', link],
    queryFn: () => api.invitation(link),
    retry: (failures, error) => !(error instanceof ApiError) && failures < 5,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useDocumentTitle(`${t('access.invited')} · ${t('app.name')}`);
  if (invitation.isPending) return <PageSkeleton />;
  return (
    <main>
      {invitation.isError ? (
        <Notice
          level={1}
          role="alert"
          icon={<Link2Off size={24} />}
          title={t('access.linkOver')}
          hint={invitation.error.message}
        >
          <HomeLink />
        </Notice>
      ) : (
        <Invitation link={link} {...invitation.data} />
      )}
    </main>
  );
};

const INVITED = {
  viewer: 'access.invitedToRead',
  commenter: 'access.invitedToComment',
  editor: 'access.invitedToWrite',
  owner: 'access.invitedToWrite',
} as const satisfies Record<Role, string>;

interface InvitationProps extends LinkInvitation {
  readonly link: string;
}

const Invitation = ({ link, role, title, needsPassword }: InvitationProps) => {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const identity = useIdentity();
  const [name, setName] = useState(identity.name);
  const [password, setPassword] = useState('');
  const entry = useMutation({
    mutationFn: () => {
      setIdentity({ name });
      return enterLink(link, needsPassword ? password : undefined);
    },
    onSuccess: (documentId) => navigate(documentPath(documentId), { replace: true }),
  });
  return (
    <EntryForm
      icon={<Link2 size={24} />}
      title={title === null ? t(INVITED[role]) : t('access.invitedTo', { title: title || t('home.untitled') })}
      hint={t('access.invitedHint')}
      level={1}
      enter={t('access.enter')}
      error={entry.error}
      isPending={entry.isPending}
      onEnter={() => entry.mutate()}
    >
      <TextField
        label={t('people.yourName')}
        autoComplete="nickname"
        required
        maxLength={NAME_LIMIT}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {needsPassword && (
        <TextField
          label={t('access.password')}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      )}
    </EntryForm>
  );
};
