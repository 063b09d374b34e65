package org.campaignstatus.ingest;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.io.File;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.campaignstatus.inbox.InboxWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests within the limits. A route gets a request once all of its body is in a file, which is deleted before the
 * answer. Thread-safe.
 */
final class RequestHandler implements Handler<HttpServerRequest> {

    private static final Logger LOG = LoggerFactory.getLogger("campaignstatus");

    private final Vertx vertx;
    private final RequestGuard guard;
    private final InboxWriter files;
    private final Limits limits;
    private final Routes routes;
    private final Semaphore requests;
    private final ConnectionDeadlines deadlines;
    private final ProblemAnswer problems = new ProblemAnswer();

    /** Has a route make the answer. */
    interface Routes {
        HttpAnswer answer(HttpServerRequest request, File body) throws Exception;
    }

    /**
     * @param files where the bodies of requests are stored until they are answered
     * @param routes called by threads that may wait
     */
    RequestHandler(Vertx vertx, RequestGuard guard, InboxWriter files, Limits limits, Routes routes) {
        this.vertx = vertx;
        this.guard = guard;
        this.files = files;
        this.limits = limits;
        this.routes = routes;
        this.requests = new Semaphore(limits.requests());
        this.deadlines = new ConnectionDeadlines(vertx, limits.clientTimeout());
    }

    /** Keeps a new connection, or closes it if there are too many. */
    void connected(HttpConnection connection) {
        if (deadlines.connections() < limits.connections()) {
            deadlines.opened(connection);
        } else {
            connection.close();
        }
    }

    @Override
    public void handle(HttpServerRequest request) {
        deadlines.restart(request.connection());
        request.response().exceptionHandler(gone -> LOG.debug("A client is gone", gone));
        Optional<HttpAnswer> rejection = guard.rejection(request);
        if (rejection.isPresent()) {
            answer(request, rejection.get());
        } else if (!requests.tryAcquire()) {
            answer(request, HttpAnswer.unavailable("too many requests at the same time", 1));
        } else {
            work(request);
        }
    }

    private void work(HttpServerRequest request) {
        File body;
        try {
            body = files.temporaryFile().toFile();
        } catch (IOException e) {
            requests.release();
            answer(request, failed(request, e));
            return;
        }
        new RequestBody(request, limits.bodySize())
                .receive(vertx, body)
                .compose(received -> {
                    deadlines.stop(request.connection());
                    return vertx.executeBlocking(() -> routes.answer(request, body), false);
                })
                .otherwise(problem -> failed(request, problem))
                .eventually(() -> vertx.fileSystem().delete(body.getPath()))
                .onSuccess(answer -> answer(request, answer))
                .onComplete(end -> requests.release());
    }

    private HttpAnswer failed(HttpServerRequest request, Throwable problem) {
        if (problem instanceof RequestBody.TooLargeException) {
            return HttpAnswer.tooLarge(limits.bodySize());
        }
        if (problem instanceof RequestBody.BrokenOffException) {
            LOG.debug("The body of a request to {} is broken off", request.path(), problem);
            return HttpAnswer.error(400, "the body is broken off");
        }
        return problems.answer(problem);
    }

    /** A client that still sends has to end before it reads the answer; what it sends is dropped, and the connection closed. */
    private void answer(HttpServerRequest request, HttpAnswer answer) {
        if (request.response().closed() || request.response().ended()) {
            return;
        }
        request.response().setStatusCode(answer.status());
        answer.headers().forEach(request.response()::putHeader);
        if (!request.isEnded()) {
            request.response().putHeader("Connection", "close");
        }
        request.response().end(Buffer.buffer(answer.body())).onComplete(sent -> {
            deadlines.restart(request.connection());
            if (!request.isEnded()) {
                drop(request);
            }
        });
    }

    private void drop(HttpServerRequest request) {
        long[] left = {2 * limits.bodySize()};
        request.handler(chunk -> {
            left[0] -= chunk.length();
            if (left[0] < 0) {
                request.connection().close();
            }
        });
        request.endHandler(end -> request.connection().close());
        request.resume();
    }
}
