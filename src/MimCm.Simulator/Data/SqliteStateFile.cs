using System.Text.Json;
using Microsoft.Data.Sqlite;
using MimCm.Simulator.Control;

namespace MimCm.Simulator.Data;

/// <summary> Saves each change in a SQLite file at once, so that a simulator that was killed can continue with the same state. Only one simulator at
/// a time can use the file.
/// </summary>
internal sealed class SqliteStateFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _keep;

    public SqliteStateFile(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = 2,
        }.ToString());
        try
        {
            _connection.Open();
            Run("PRAGMA locking_mode = EXCLUSIVE");
            Run("PRAGMA journal_mode = WAL");
            Run("CREATE TABLE IF NOT EXISTS origin (json TEXT NOT NULL)");
            Run("CREATE TABLE IF NOT EXISTS request (place INTEGER PRIMARY KEY, json TEXT NOT NULL)");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
        _keep = _connection.CreateCommand();
        _keep.CommandText = "INSERT OR REPLACE INTO request (place, json) VALUES ($place, $json)";
        _keep.Parameters.Add("$place", SqliteType.Integer);
        _keep.Parameters.Add("$json", SqliteType.Text);
    }

    /// <summary>Returns the reason why a state file cannot be used, as a sentence.</summary>
    public static string Explain(Exception error) => error switch
    {
        SqliteException { SqliteErrorCode: 5 or 6 } => "another program has it open.",
        SqliteException { SqliteErrorCode: 14 } => "it cannot be opened or created. Check that the folder exists and can be written to.",
        SqliteException { SqliteErrorCode: 8 } => "it is read-only.",
        SqliteException { SqliteErrorCode: 11 or 26 } => "it is damaged, or not a state file. Delete it to start with new requests.",
        SqliteException e => e.Message,
        _ => "what it holds cannot be read. Delete it to start with new requests.",
    };

    /// <summary>The seed parameters in the file; null for a new file.</summary>
    public SeedParameters? SeedParameters
    {
        get
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT json FROM origin";
            return command.ExecuteScalar() is string json ? JsonSerializer.Deserialize<SeedParameters>(json, ControlJson.Options) : null;
        }
    }

    /// <summary>Deletes all requests and stores new seed parameters.</summary>
    public void Initialize(SeedParameters seedParameters)
    {
        using var transaction = _connection.BeginTransaction();
        Run("DELETE FROM request");
        Run("DELETE FROM origin");
        Run("INSERT INTO origin (json) VALUES ($json)", ("$json", JsonSerializer.Serialize(seedParameters, ControlJson.Options)));
        transaction.Commit();
    }

    public void Save(int index, StoredRequest request)
    {
        _keep.Parameters[0].Value = index;
        _keep.Parameters[1].Value = JsonSerializer.Serialize(request, ControlJson.Options);
        _keep.ExecuteNonQuery();
    }

    public IEnumerable<(int Index, StoredRequest Request)> Read()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT place, json FROM request ORDER BY place";
        using var rows = command.ExecuteReader();
        while (rows.Read())
            yield return (rows.GetInt32(0), JsonSerializer.Deserialize<StoredRequest>(rows.GetString(1), ControlJson.Options)!);
    }

    public void Dispose()
    {
        _keep.Dispose();
        _connection.Dispose();
    }

    private void Run(string sql, params (string Name, string Value)[] parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
