import type { Migration } from './migrate.ts';

/** Files of documents. What decides whether bytes are still needed is one at a time, on whatever process. */
export const assets: Migration = {
  sql: `
  create sequence asset_key;

  create table asset (
    key bigint primary key default nextval('asset_key'),
    hash text collate "C" not null unique,
    size bigint not null
  );

  -- Which document holds which. loose_since: since when the document isn't known to refer to it; null while it does.
  create table reference (
    document text collate "C" not null,
    asset bigint not null references asset (key),
    name text not null,
    type text not null,
    "user" text,
    loose_since bigint,
    primary key (document, asset)
  );
  create index reference_asset on reference (asset);

  create table asset_part (
    asset bigint not null,
    part integer not null,
    crc integer not null,
    bytes bytea not null,
    primary key (asset, part)
  );
  -- Pictures and archives are compressed already.
  alter table asset_part alter column bytes set storage external;

  -- Keys whose parts are no asset yet, and when the last of them came.
  create table draft (
    key bigint primary key default nextval('asset_key'),
    at bigint not null
  );

  -- Makes a draft and a last part an asset of a document; false where the draft is gone.
  create function finish_asset_1(
    draft_key bigint, new_hash text, new_size bigint, last_part integer, last_crc integer, last_bytes bytea,
    holder text, new_name text, new_type text, author text
  ) returns boolean language plpgsql as $$
  declare
    asset_key bigint;
  begin
    perform pg_advisory_xact_lock(lock_key('asset'));
    if draft_key is not null then
      delete from draft where key = draft_key;
      if not found then return false; end if;
    end if;
    select key into asset_key from asset where hash = new_hash;
    if found then
      delete from asset_part where asset = draft_key;
    else
      insert into asset (key, hash, size) values (coalesce(draft_key, nextval('asset_key')), new_hash, new_size)
        returning key into asset_key;
      if octet_length(last_bytes) > 0 then
        insert into asset_part (asset, part, crc, bytes) values (asset_key, last_part, last_crc, last_bytes);
      end if;
    end if;
    insert into reference (document, asset, name, type, "user", loose_since)
      values (holder, asset_key, new_name, new_type, author, now_ms())
      on conflict (document, asset) do update
        set name = excluded.name, type = excluded.type, loose_since = excluded.loose_since;
    return true;
  end $$;

  create function share_assets_1(from_document text, to_document text) returns void language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(lock_key('asset'));
    insert into reference (document, asset, name, type, "user", loose_since)
      select to_document, asset, name, type, "user", now_ms() from reference where document = from_document
      on conflict do nothing;
  end $$;

  -- How many the document let go.
  create function settle_assets_1(holder text, referred text[], at_ms bigint, grace bigint)
    returns integer language plpgsql as $$
  declare
    released bigint[];
    removed bigint[];
  begin
    perform pg_advisory_xact_lock(lock_key('asset'));
    with gone as (
      delete from reference using asset
      where document = holder and asset.key = asset and hash <> all(referred) and loose_since <= at_ms - grace
      returning asset.key
    ) select array_agg(key) into released from gone;
    update reference set loose_since = case when hash = any(referred) then null else at_ms end
      from asset where document = holder and asset.key = asset
        and (hash = any(referred)) = (loose_since is not null);
    with unheld as (
      delete from asset where key = any(released) and not exists (select from reference where reference.asset = asset.key)
      returning key
    ) select array_agg(key) into removed from unheld;
    delete from asset_part where asset = any(removed);
    return coalesce(cardinality(released), 0);
  end $$;
  `,
};
