package org.campaignstatus.configuration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Json;
import org.campaignstatus.input.JsonFields;

/**
 * Reads the configuration file, one campaign group at a time so that a large one costs little more memory than its result.
 * Values that recur in many campaign groups, a tenant for example, are shared.
 */
final class ConfigurationReader {

    private static final String GROUPS = "campaignGroups";

    private final Map<Object, Object> shared = new HashMap<>();
    private final List<CampaignGroup> groups = new ArrayList<>();
    private boolean complete;

    private final Consumer<InvalidInputException> problems;

    private ConfigurationReader(Consumer<InvalidInputException> problems) {
        this.problems = problems;
    }

    /** @throws InvalidInputException if the file is invalid; the message names campaign group and member */
    static CampaignGroups read(Path file) throws IOException {
        return read(file, e -> {
            throw e;
        });
    }

    /** @param problems accepts the problem of a campaign group; the others are read unless it throws */
    static CampaignGroups read(Path file, Consumer<InvalidInputException> problems) throws IOException {
        // given bytes, the parser would accept UTF-16
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                JsonParser parser = Json.factory().createParser(Json.withoutByteOrderMark(text))) {
            ConfigurationReader reader = new ConfigurationReader(problems);
            reader.readDocument(parser);
            return new CampaignGroups(reader.groups);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException("not UTF-8");
        } catch (JsonProcessingException e) {
            throw Json.invalid(e);
        }
    }

    private void readDocument(JsonParser parser) throws IOException {
        parser.setCodec(Json.mapper());
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidInputException("expected a JSON object with the member " + GROUPS);
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isGroups = parser.currentName().equals(GROUPS);
            parser.nextToken();
            if (isGroups) {
                readGroups(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new InvalidInputException("text after the JSON value: expected nothing");
        }
        if (!complete) {
            throw new InvalidInputException(GROUPS + " is missing: expected an array of campaign groups");
        }
    }

    private void readGroups(JsonParser parser) throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            throw new InvalidInputException(GROUPS + " is not an array: expected an array of campaign groups");
        }
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            String place = GROUPS + "[" + index + "]";
            JsonNode node = parser.readValueAsTree();
            if (!(node instanceof ObjectNode object)) {
                throw new InvalidInputException(place + " is not an object: expected a campaign group");
            }
            try {
                groups.add(readGroup(new JsonFields(object)));
            } catch (InvalidInputException e) {
                problems.accept(new InvalidInputException(place
                        + (object.has("dbid") ? " (dbid " + object.get("dbid") + ")" : "") + ": " + e.getMessage()));
            }
        }
        complete = true;
    }

    private CampaignGroup readGroup(JsonFields members) {
        String template = members.textIfAny("campaignTemplate");
        String destination = members.textIfAny("voiceTransferDestination");
        return new CampaignGroup(
                members.requiredDbid("dbid"),
                members.requiredText("uuid"),
                members.requiredText("name"),
                once(readTenant(members.object("tenant"))),
                once(members.requiredText("group")),
                once(members.requiredText("campaign")),
                template == null ? null : once(template),
                destination == null ? "" : once(destination),
                DialMode.CODES.read(members, "dialMode"),
                OptimizationMethod.CODES.read(members, "optimizeBy"),
                members.integer("optimizeGoal"),
                readLists(members.objects("callingLists")),
                once(GroupOptions.read(members.object("options"))));
    }

    private static Tenant readTenant(JsonFields tenant) {
        if (tenant == null) {
            return Tenant.UNKNOWN;
        }
        String name = tenant.textIfAny("name");
        String ccid = tenant.textIfAny("ccid");
        return new Tenant(name == null ? Tenant.UNKNOWN_NAME : name, ccid == null ? Tenant.UNKNOWN_NAME : ccid);
    }

    private List<CallingList> readLists(List<JsonFields> lists) {
        Set<Integer> dbids = new HashSet<>();
        List<CallingList> read = new ArrayList<>(lists.size());
        for (JsonFields list : lists) {
            CallingList one = new CallingList(list.requiredDbid("dbid"), list.requiredText("name"));
            if (!dbids.add(one.dbid())) {
                throw list.unexpected("dbid", "a DBID that no other calling list of the campaign group has");
            }
            read.add(once(one));
        }
        return List.copyOf(read);
    }

    @SuppressWarnings("unchecked") // equal values of one class
    private <T> T once(T value) {
        return (T) shared.computeIfAbsent(value, same -> same);
    }
}
