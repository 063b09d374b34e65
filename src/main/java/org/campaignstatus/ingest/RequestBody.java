package org.campaignstatus.ingest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.File;

/**
 * Receives the body of one request into a file, so that many long ones need no memory. Belongs to the event loop of the
 * request's connection.
 */
final class RequestBody {

    /** The body is longer than it may be. */
    static final class TooLargeException extends Exception {

        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super(null, null, false, false);
        }
    }

    /** The client is gone, or what it sends is no body. */
    static final class BrokenOffException extends Exception {

        private static final long serialVersionUID = 1L;

        BrokenOffException(Throwable cause) {
            super(cause);
        }
    }

    private final HttpServerRequest request;
    private final long maxSize;
    private final Promise<Void> received = Promise.promise();
    private long size;
    private int writes;
    private boolean ended;

    RequestBody(HttpServerRequest request, long maxSize) {
        this.request = request;
        this.maxSize = maxSize;
        request.pause();
        request.exceptionHandler(problem -> received.tryFail(new BrokenOffException(problem)));
    }

    /**
     * @param file to be created
     * @return succeeds once the file holds all of the body; fails with {@link TooLargeException} or {@link BrokenOffException},
     *     or with another exception if the file cannot be written. The request is left as it is then.
     */
    Future<Void> receive(Vertx vertx, File file) {
        return vertx.fileSystem()
                .open(file.getPath(), new OpenOptions().setRead(false).setCreateNew(true))
                .compose(this::receive);
    }

    private Future<Void> receive(AsyncFile file) {
        request.handler(chunk -> take(chunk, file));
        request.endHandler(end -> {
            ended = true;
            completeIfWritten();
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
        return received.future()
                .transform(all -> all.succeeded()
                        ? file.close()
                        : file.close().transform(closed -> Future.failedFuture(all.cause())));
    }

    /** A write may fail after the end has come. */
    private void completeIfWritten() {
        if (ended && writes == 0) {
            received.tryComplete();
        }
    }

    private void take(Buffer chunk, AsyncFile file) {
        size += chunk.length();
        if (size > maxSize) {
            received.tryFail(new TooLargeException());
        }
        if (received.future().isComplete()) {
            return;
        }
        writes++;
        file.write(chunk).onFailure(received::tryFail).onComplete(written -> {
            writes--;
            completeIfWritten();
        });
        if (file.writeQueueFull()) {
            request.pause();
            file.drainHandler(any -> request.resume());
        }
    }
}
