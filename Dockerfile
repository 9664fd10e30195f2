# cowrite, small: what runs, and nothing that only built it.
#   docker build -t cowrite .
#   docker run -p 8080:8080 -v cowrite:/data -e COWRITE_SECRET="$(openssl rand -base64 32)" cowrite
# `npm run check:image` runs these steps where there is no Docker.

FROM node:24-bookworm-slim AS build
WORKDIR /build
# Where only code changes, what is installed stays as it is. No package needs to compile anything on this Node.
COPY package.json package-lock.json ./
COPY storage/package.json storage/
COPY editor/package.json editor/
COPY collab-server/package.json collab-server/
COPY e2e/package.json e2e/
RUN npm ci --ignore-scripts --no-audit --no-fund -w @cowrite/server -w @cowrite/editor -w @cowrite/storage --include-workspace-root
COPY tsconfig.json LICENSE ./
COPY storage storage
COPY editor editor
COPY collab-server collab-server
RUN npx tsc -b collab-server && npm run build -w @cowrite/server -w @cowrite/editor
# What is only for building and browsers, and SQLite's sources and its build for an older Node, aren't read by the service.
RUN npm ci --ignore-scripts --no-audit --no-fund --omit=dev -w @cowrite/server \
 && rm -rf node_modules/typescript node_modules/@typescript node_modules/emojibase-data \
      node_modules/better-sqlite3-node20 node_modules/better-sqlite3/deps \
 && rm -rf storage/src editor/src editor/docs editor/examples editor/dist/element editor/dist/react collab-server/src \
 && mkdir -p data

FROM node:24-bookworm-slim
ENV NODE_ENV=production COWRITE_HOST=0.0.0.0 COWRITE_PORT=8080 COWRITE_DATA=/data
WORKDIR /app
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/LICENSE /build/package.json ./
COPY --from=build /build/storage storage
COPY --from=build /build/editor editor
COPY --from=build /build/collab-server collab-server
COPY --from=build --chown=node:node /build/data /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.COWRITE_PORT}${process.env.COWRITE_BASE_PATH ?? ''}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# In exec form, so that SIGTERM reaches the service, which then ends its sessions and exits within 10 s.
ENTRYPOINT ["node", "collab-server/dist/program/main.js"]
