# docker build -t dailydrill . && docker run --env-file .env -v dailydrill:/var/lib/dailydrill dailydrill
FROM python:3.13-slim AS build
WORKDIR /build
COPY .ci/uv.txt requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore --require-hashes -r uv.txt \
    && uv venv --python /usr/local/bin/python /venv \
    && uv pip install --python /venv/bin/python --no-cache --compile-bytecode --require-hashes -r requirements.txt \
    && printf '#!/bin/sh\nexec python -m bot "$@"\n' > /venv/bin/dailydrill \
    && chmod 755 /venv/bin/dailydrill
COPY . /app
RUN python -m compileall -q /app/bot /app/adapters /app/scheduler /app/alembic

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/dailydrill dailydrill
COPY --from=build /venv /venv
COPY --from=build /app /app
# HTTP_HOST: inside a container only the published port reaches it.
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    DAILYDRILL_HOME=/var/lib/dailydrill \
    HTTP_HOST=0.0.0.0 \
    HTTP_PORT=8080 \
    LOG_FORMAT=json
USER 10001
WORKDIR /app
VOLUME /var/lib/dailydrill
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "import os, urllib.request as r; r.build_opener(r.ProxyHandler({})).open(f'http://127.0.0.1:{os.environ[\"HTTP_PORT\"]}/healthz', timeout=4)"]
CMD ["dailydrill", "run"]
